package io.chutes.cli.console;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What a progress bar shows at a moment.
 *
 * @param work what is done, in words; may be empty
 * @param part how much of it is done, 0 to 1; empty if nobody knows, and then a block goes to and fro
 * @param time since it began
 */
record ProgressLine(String work, OptionalDouble part, Duration time) {
    private static final int WIDTH = 24;
    private static final int BLOCK = 4;
    private static final int MILLIS_A_CELL = 100;
    private static final String ELLIPSIS = "...";

    /** A line of so many characters at most. */
    String text(int columns) {
        String percent = part.isPresent() ? String.format(Locale.ROOT, "%3d %%", Math.round(100 * bounded())) : "     ";
        String text = String.format(Locale.ROOT, "[%s] %s %4d s  %s", bar(), percent, time.toSeconds(), Cell.text(work))
                .stripTrailing();
        if (text.length() <= columns) {
            return text;
        }
        return columns < ELLIPSIS.length() ? "" : text.substring(0, columns - ELLIPSIS.length()) + ELLIPSIS;
    }

    private String bar() {
        if (part.isPresent()) {
            int done = (int) (WIDTH * bounded());
            return "#".repeat(done) + "-".repeat(WIDTH - done);
        }
        int room = WIDTH - BLOCK;
        int step = (int) (time.toMillis() / MILLIS_A_CELL % (2L * room));
        int before = Math.min(step, 2 * room - step);
        return "-".repeat(before) + "#".repeat(BLOCK) + "-".repeat(room - before);
    }

    private double bounded() {
        return Math.clamp(part.orElse(0), 0, 1);
    }
}
