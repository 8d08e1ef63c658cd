package io.chutes.runtime.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * What an engine writes, as lines of the log with its name as {@code engine}. A carriage return ends a line too, as progress bars
 * have it; a long line becomes several. The last ones are kept, to say why it ended. Its key is struck out of all of them, as engines
 * print what they were started with.
 */
final class EngineOutput {
    static final int LONGEST_LINE = 8192;

    private static final Logger LOG = LoggerFactory.getLogger("engine");
    private static final int LINES_KEPT = 5;
    private static final int CHARACTERS_KEPT = 300;
    private static final String STRUCK_OUT = "***";

    private final InputStream from;
    private final String key;
    private final Thread thread;
    private final StringBuilder line = new StringBuilder();
    private final Deque<String> last = new ArrayDeque<>();

    private EngineOutput(String engine, InputStream from, String key) {
        this.from = from;
        this.key = key;
        this.thread = Thread.ofPlatform().name("output of " + engine).daemon().unstarted(() -> {
            MDC.put("engine", engine);
            copy();
        });
    }

    /**
     * Takes all that comes, so that the engine never waits for a reader.
     *
     * @param key what is not to be seen; empty if nothing
     */
    static EngineOutput log(String engine, InputStream from, String key) {
        var output = new EngineOutput(engine, from, key);
        output.thread.start();
        return output;
    }

    /** The last line; empty if there is none yet. */
    String lastLine() {
        synchronized (last) {
            return last.isEmpty() ? "" : last.getLast();
        }
    }

    /** The last lines, in one. */
    String lastLines() {
        synchronized (last) {
            return last.stream().collect(Collectors.joining(" | "));
        }
    }

    /** Waits until all is read; what a forgotten child may still write is not waited for. */
    void awaitEnd(Duration limit) {
        try {
            thread.join(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void copy() {
        char[] buffer = new char[LONGEST_LINE];
        try (Reader reader = new InputStreamReader(from, StandardCharsets.UTF_8)) {
            for (int length = reader.read(buffer); length >= 0; length = reader.read(buffer)) {
                for (int i = 0; i < length; i++) {
                    take(buffer[i]);
                }
            }
        } catch (IOException e) {
            LOG.debug("The output broke off", e); // its process ended while a child of it kept this open
        }
        end(line.length());
    }

    private void take(char character) {
        if (character == '\n' || character == '\r') {
            end(line.length());
            return;
        }
        line.append(character);
        int begun = lengthOfKey();
        if (begun > 0 && begun == key.length()) {
            line.setLength(line.length() - begun);
            line.append(STRUCK_OUT);
        } else if (line.length() - begun >= LONGEST_LINE) {
            end(line.length() - begun);
        }
    }

    /** How much of the key, from its beginning, the line ends with. */
    private int lengthOfKey() {
        for (int length = Math.min(key.length(), line.length()); length > 0; length--) {
            if (key.charAt(length - 1) == line.charAt(line.length() - 1)
                    && key.startsWith(line.substring(line.length() - length))) {
                return length;
            }
        }
        return 0;
    }

    /** As it can stand in a sentence. */
    private static String shortened(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", " ");
        return printable.length() > CHARACTERS_KEPT ? printable.substring(0, CHARACTERS_KEPT) + "…" : printable;
    }

    private void end(int length) {
        String text = line.substring(0, length);
        line.delete(0, length);
        if (text.isBlank()) {
            return;
        }
        LOG.info("{}", text);
        synchronized (last) {
            if (last.size() == LINES_KEPT) {
                last.removeFirst();
            }
            last.addLast(shortened(text));
        }
    }
}
