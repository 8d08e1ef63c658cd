package io.chutes.platform.node.engine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * What an instance wrote last, and how it ended, in words for its chute's owner.
 *
 * @param log where all that it writes goes
 * @param redaction takes out what it was given
 */
record LastWords(Path log, Redaction redaction) {
    private static final int LAST_BYTES = 4096;
    private static final int LAST_LINES = 5;

    /** 128 and the signal's number, as shells and Docker have it. */
    private static final int KILLED = 128 + 9;

    /** The last lines in one; empty if there are none. */
    String read() {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - LAST_BYTES));
            byte[] tail = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(tail);
            List<String> lines = redaction
                    .of(new String(tail, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "its output could not be read: " + e.getMessage();
        }
    }

    /** How it ended with an exit code, and what it wrote last. */
    String after(int exitCode) {
        String last = read();
        String how;
        if (exitCode == KILLED) {
            how = "was killed by signal 9, as happens where memory runs out";
        } else if (exitCode != 0 && last.contains("java.lang.OutOfMemoryError")) {
            how = "ran out of memory in Java and exited with code " + exitCode;
        } else {
            how = "exited with code " + exitCode;
        }
        return said(how, last);
    }

    /** A sentence, and what it wrote last. */
    String after(String how) {
        return said(how, read());
    }

    private static String said(String how, String last) {
        return how + (last.isEmpty() ? "" : ": " + last);
    }
}
