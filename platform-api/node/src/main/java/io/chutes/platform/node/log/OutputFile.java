package io.chutes.platform.node.log;

import io.chutes.platform.node.engine.Engine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file that an engine appends an instance's output to. The engine has it open all the time, for appending. */
final class OutputFile {
    private static final int BUFFER = 1 << 20;
    private static final byte NEWLINE = '\n';

    private final Path path;

    OutputFile(Path folder) {
        this.path = folder.resolve(Engine.OUTPUT);
    }

    long size() throws IOException {
        return Files.exists(path) ? Files.size(path) : 0;
    }

    /** At most so many bytes from there. */
    byte[] read(long at, int most) throws IOException {
        if (!Files.exists(path)) {
            return new byte[0];
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(Math.clamp(channel.size() - at, 0, most));
            fill(channel, buffer, at);
            byte[] read = new byte[buffer.flip().remaining()];
            buffer.get(read);
            return read;
        }
    }

    /** Whether the byte before that place ends no line. */
    boolean isMiddleOfLine(long at) throws IOException {
        return at > 0 && read(at - 1, 1)[0] != NEWLINE;
    }

    /** Where the first line begins after a place, if that is not too far; else the place itself. */
    long lineAfter(long place) throws IOException {
        byte[] near = read(place, BUFFER);
        for (int i = 0; i < near.length; i++) {
            if (near[i] == NEWLINE) {
                return place + i + 1;
            }
        }
        return place;
    }

    /** How many lines end between two places. */
    long lines(long from, long to) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return lines(channel, from, to);
        }
    }

    /** Empties it; what has not been read from there on is counted first. What is written meanwhile goes as well. */
    Emptied empty(long read) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long first = channel.size();
            long unread = lines(channel, read, first);
            long size = channel.size();
            unread += lines(channel, first, size);
            channel.truncate(0);
            return new Emptied(size, unread);
        }
    }

    /**
     * What was in the file.
     *
     * @param unreadLines how many of its lines nobody had read
     */
    record Emptied(long bytes, long unreadLines) {}

    private static long lines(FileChannel channel, long from, long to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        long lines = 0;
        for (long at = from; at < to; at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(BUFFER, to - at));
            fill(channel, buffer, at);
            buffer.flip();
            if (!buffer.hasRemaining()) {
                return lines;
            }
            for (int i = 0; i < buffer.limit(); i++) {
                if (buffer.get(i) == NEWLINE) {
                    lines++;
                }
            }
        }
        return lines;
    }

    private static void fill(FileChannel channel, ByteBuffer buffer, long from) throws IOException {
        long at = from;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, at);
            if (read < 0) {
                return;
            }
            at += read;
        }
    }
}
