package io.chutes.platform.node.log;

import io.chutes.platform.fleet.LogChunk;
import io.chutes.platform.node.engine.Redaction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one instance writes, from the file that its engine appends to. Places in it are counted in bytes from the beginning of all that it
 * ever wrote, whatever of that the file still has. For one thread.
 */
final class Output {
    static final int LARGEST_FILE = 64 << 20;
    static final int MOST_BEHIND = 8 << 20;
    private static final int KEPT_BEHIND = 1 << 20;
    private static final String DROPPED = "%d lines (%d bytes) were dropped: written faster than they could be shipped";

    private final String id;
    private final Path folder;
    private final OutputFile file;
    private final Lines lines;
    private final boolean tellable;
    private OutputNote note;
    private long shipped = -1;
    private long droppedLines;
    private boolean done;

    private Output(String id, Path folder, OutputNote note, @Nullable Redaction redaction) {
        this.id = id;
        this.folder = folder;
        this.note = note;
        this.file = new OutputFile(folder);
        this.tellable = redaction != null || !note.secrets();
        this.lines = new Lines(redaction == null ? new Redaction(List.of()) : redaction);
    }

    static Output of(OutputSource source) throws IOException {
        return new Output(
                source.id(),
                source.folder(),
                OutputNote.in(source.folder()),
                source.redaction().orElse(null));
    }

    /** Notes for the next agent that an instance is about to write, and whether it has secrets. */
    static void begin(Path folder, Collection<String> secrets) throws IOException {
        new OutputNote(0, !secrets.isEmpty()).write(folder);
    }

    /** Whether all of it has been received. */
    boolean isDone() {
        return done;
    }

    /** Has it count as shipped: the platform takes none of it. */
    void giveUp() {
        done = true;
    }

    /** The next part of it; empty if there is none yet. */
    Optional<LogChunk> next(boolean ended) throws IOException {
        if (done) {
            return Optional.empty();
        }
        if (shipped < 0) {
            return chunk(0, 0, false, List.of()); // which is answered with how far it has been received
        }
        bound();
        if (shipped < note.base()) {
            return chunk(shipped, note.base(), false, DROPPED.formatted(droppedLines, note.base() - shipped));
        }
        long size = file.size();
        long at = shipped - note.base();
        if (at > size) { // an agent was killed between emptying the file and noting that
            note = new OutputNote(shipped, note.secrets());
            note.write(folder);
            at = 0;
        }
        if (!tellable && size > at) {
            return chunk(
                    shipped,
                    shipped + size - at,
                    ended,
                    "%d bytes are not told: the node's agent was restarted, and with it what must not be told was forgotten"
                            .formatted(size - at));
        }
        return size - at > MOST_BEHIND ? skip(at, size) : read(at, size, ended);
    }

    /** The platform has all before that. */
    void received(LogChunk sent, long upTo) {
        if (shipped < note.base() && upTo >= note.base()) {
            droppedLines = 0;
        }
        shipped = upTo;
        done = sent.last() && upTo >= sent.to();
    }

    private Optional<LogChunk> read(long at, long size, boolean ended) throws IOException {
        Lines.Part part = lines.of(file.read(at, Lines.WINDOW), file.isMiddleOfLine(at), ended, at, size);
        boolean last = ended && at + part.bytes() == size;
        Instant now = Instant.now();
        return part.bytes() == 0 && !last
                ? Optional.empty()
                : chunk(
                        shipped,
                        shipped + part.bytes(),
                        last,
                        part.texts().stream()
                                .map(text -> new LogChunk.Line(now, text))
                                .toList());
    }

    private Optional<LogChunk> skip(long at, long size) throws IOException {
        long to = file.lineAfter(size - KEPT_BEHIND);
        return chunk(shipped, shipped + to - at, false, DROPPED.formatted(file.lines(at, to), to - at));
    }

    // The disk is not the instance's to fill.
    private void bound() throws IOException {
        if (file.size() > LARGEST_FILE) {
            OutputFile.Emptied emptied = file.empty(Math.max(0, shipped - note.base()));
            droppedLines += emptied.unreadLines();
            note = new OutputNote(note.base() + emptied.bytes(), note.secrets());
            note.write(folder);
        }
    }

    private Optional<LogChunk> chunk(long from, long to, boolean last, String text) {
        return chunk(from, to, last, List.of(new LogChunk.Line(Instant.now(), text)));
    }

    private Optional<LogChunk> chunk(long from, long to, boolean last, List<LogChunk.Line> told) {
        return Optional.of(new LogChunk(id, from, to, last, told));
    }
}
