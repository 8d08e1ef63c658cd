package io.chutes.cli.quickstart;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;

/** Prints each step as it begins and what came of it, with the time it took. */
final class Progress {
    private final PrintWriter out;

    Progress(PrintWriter out) {
        this.out = out;
    }

    /** Runs a step; {@code outcome} says in a few words what came of it. */
    <T> T step(String title, Step<T> work, Function<T, String> outcome) throws InterruptedException {
        out.printf("%-28s", title);
        out.flush();
        long start = System.nanoTime();
        T result;
        try {
            result = work.run();
        } catch (RuntimeException e) {
            out.println();
            throw e;
        }
        line("%9s   %s", seconds(Duration.ofNanos(System.nanoTime() - start)), outcome.apply(result));
        return result;
    }

    /** Prints a line below a step. */
    void line(String format, Object... arguments) {
        out.printf(format, arguments);
        out.println();
        out.flush();
    }

    /** A heading with an empty line before it. */
    void heading(String text) {
        out.println();
        line("%s", text);
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    /** A step that may take its time. */
    @FunctionalInterface
    interface Step<T> {
        T run() throws InterruptedException;
    }
}
