package io.chutes.platform.weights;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * What of a file has come, a line each, so that it need not come again after a crash. A line may be lost or wrong after a power
 * failure: what counts in the end is the file's digest.
 */
final class PartNotes {
    private static final String CHECKED = "checked";

    private final Path file;
    private final Set<String> lines = new HashSet<>();

    private PartNotes(Path file) {
        this.file = file;
    }

    static PartNotes open(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        var notes = new PartNotes(file);
        if (Files.exists(file)) {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(notes.lines::add);
        }
        return notes;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    boolean has(Part part) {
        return lines.contains(part.toString());
    }

    boolean isChecked() {
        return lines.contains(CHECKED);
    }

    void add(Part part) throws IOException {
        add(part.toString());
    }

    /** Only of a file that is on disk for good. */
    void addChecked() throws IOException {
        add(CHECKED);
    }

    void clear() throws IOException {
        lines.clear();
        Files.deleteIfExists(file);
    }

    private synchronized void add(String line) throws IOException {
        Files.writeString(
                file, line + "\n", StandardCharsets.ISO_8859_1, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        lines.add(line);
    }

    /**
     * Bytes of a file.
     *
     * @param to exclusive
     */
    record Part(long from, long to) {
        long length() {
            return to - from;
        }

        @Override
        public String toString() {
            return from + "-" + to;
        }
    }
}
