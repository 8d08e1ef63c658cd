package io.chutes.platform.server.log;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place between the lines of a chute.
 *
 * @param chunk the chunk with the line before it
 * @param line which of the chunk's lines that is, counted from 0; -1 for before the first
 */
record LogPosition(long chunk, int line) {
    /** Before the first line there is. */
    static final LogPosition START = new LogPosition(0, -1);

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})-([0-9]{1,9})");

    static Optional<LogPosition> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new LogPosition(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /** Whether a line comes after it. */
    boolean isBefore(long otherChunk, int otherLine) {
        return otherChunk > chunk || (otherChunk == chunk && otherLine > line);
    }

    @Override
    public String toString() {
        return chunk + "-" + line;
    }
}
