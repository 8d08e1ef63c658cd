package io.chutes.platform.node.log;

import io.chutes.platform.node.engine.Redaction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes lines of bytes: whole ones, of a bounded length, as text, without what must not be told. */
final class Lines {
    /** The most that is read at once, in bytes. A line that is longer is told by what of it is in there. */
    static final int WINDOW = 256 << 10;

    private static final int MOST = 5_000;
    private static final int LONGEST = 16 << 10;
    private static final String CUT = "… (cut: the line is longer than %d characters)".formatted(LONGEST);

    private final Redaction redaction;

    Lines(Redaction redaction) {
        this.redaction = redaction;
    }

    /**
     * The lines of what was read.
     *
     * @param bytes what was read, at most {@link #WINDOW}
     * @param middle whether it begins with the rest of a line of which a part was told
     * @param ended whether nothing will follow
     * @param at where it begins
     * @param size where all that was written ends
     */
    Part of(byte[] bytes, boolean middle, boolean ended, long at, long size) {
        int start = 0;
        if (middle) {
            int end = end(bytes, 0);
            if (end == bytes.length) {
                return new Part(bytes.length, List.of());
            }
            start = end + 1;
        }
        List<String> texts = new ArrayList<>();
        for (int end = end(bytes, start); end < bytes.length && texts.size() < MOST; end = end(bytes, start)) {
            texts.add(text(bytes, start, end));
            start = end + 1;
        }
        boolean full = texts.size() == MOST;
        if (!full && start == 0 && bytes.length == WINDOW) {
            texts.add(beginning(bytes));
            start = bytes.length;
        } else if (!full && ended && start < bytes.length && at + bytes.length == size) {
            texts.add(text(bytes, start, bytes.length));
            start = bytes.length;
        }
        return new Part(start, texts);
    }

    /**
     * Some lines.
     *
     * @param bytes how many bytes they are made of
     */
    record Part(int bytes, List<String> texts) {}

    private String text(byte[] bytes, int from, int to) {
        return cut(redaction.of(decoded(bytes, from, to)));
    }

    // What must not be told may go on behind what was read: so much at its end is not told that none could begin there.
    private String beginning(byte[] bytes) {
        String text = redaction.of(decoded(bytes, 0, bytes.length));
        return cut(text.substring(0, Math.max(0, text.length() - redaction.longest())))
                + (text.length() <= LONGEST ? CUT : "");
    }

    private static String decoded(byte[] bytes, int from, int to) {
        int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
        return new String(bytes, from, end - from, StandardCharsets.UTF_8).replace('\0', '\uFFFD');
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + CUT;
    }

    private static int end(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return end;
    }
}
