package io.chutes.platform.server.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Content on its way to an instance, on a thread of its own: the answer may begin before it has all gone, and end it. */
final class Upload {
    private static final int BUFFER = 16 * 1024;
    private static final int SIZE = "4000\r\n".length();
    private static final byte[] LINE = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final InputStream content;
    private final long length;
    private final Connection to;
    private final Thread thread = Thread.ofVirtual().name("upload").unstarted(this::run);
    private volatile boolean done;
    private volatile @Nullable IOException failure;

    private Upload(Content.Streamed content, Connection to) {
        this.content = content.bytes().get();
        this.length = content.length();
        this.to = to;
    }

    static Upload begin(Content.Streamed content, Connection to) {
        var upload = new Upload(content, to);
        upload.thread.start();
        return upload;
    }

    private void run() {
        try {
            send();
            done = true;
        } catch (IOException e) {
            failure = e;
        }
    }

    private void send() throws IOException {
        byte[] buffer = new byte[SIZE + BUFFER + LINE.length];
        boolean chunked = length < 0;
        long left = length;
        for (int count = read(buffer); count >= 0; count = read(buffer)) {
            if (chunked && count > 0) {
                to.write(buffer, 0, chunk(buffer, count));
            } else {
                to.write(buffer, SIZE, count);
            }
            left -= count;
        }
        if (chunked) {
            to.write(LAST_CHUNK, 0, LAST_CHUNK.length);
        } else if (left != 0) {
            throw cut(new BrokenContentException("%d bytes of the content are missing".formatted(left)));
        }
    }

    // Puts a chunk's size before its bytes and a line's end after them; how long it is then.
    private static int chunk(byte[] buffer, int count) {
        String size = HexFormat.of().toHexDigits((short) count) + "\r\n";
        System.arraycopy(size.getBytes(StandardCharsets.US_ASCII), 0, buffer, 0, SIZE);
        System.arraycopy(LINE, 0, buffer, SIZE + count, LINE.length);
        return SIZE + count + LINE.length;
    }

    private int read(byte[] buffer) throws IOException {
        try {
            return content.read(buffer, SIZE, BUFFER);
        } catch (IOException | RuntimeException e) {
            throw cut(new BrokenContentException("The content broke off: " + e.getMessage(), e));
        }
    }

    private BrokenContentException cut(BrokenContentException why) throws IOException {
        to.cut(why);
        return why;
    }

    /** Whether all of it went out. */
    boolean isDone() {
        return done;
    }

    /** Why not all of it went out, if so. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Ends it. Whoever it reads from is left alone from then on. */
    void end() {
        if (done) {
            return;
        }
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
