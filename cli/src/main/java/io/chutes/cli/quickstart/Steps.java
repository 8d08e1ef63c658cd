package io.chutes.cli.quickstart;

import io.chutes.cli.console.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

/** Prints each step as it begins and what came of it, with the time it took. */
final class Steps {
    private final PrintWriter out;
    private final Progress progress;

    /** @param progress shows each for as long as it takes */
    Steps(PrintWriter out, Progress progress) {
        this.out = out;
        this.progress = progress;
    }

    /** Runs a step; {@code outcome} says in a few words what came of it. */
    <T> T step(String title, Step<T> work, Function<T, String> outcome) throws InterruptedException {
        String column = "%-28s".formatted(title);
        if (!progress.isSeen()) {
            out.print(column);
            out.flush();
        }
        progress.show(title);
        long start = System.nanoTime();
        T result;
        try {
            result = work.run();
        } catch (RuntimeException e) {
            line("%s", progress.isSeen() ? title : "");
            throw e;
        }
        line(
                "%s%9s   %s",
                progress.isSeen() ? column : "",
                seconds(Duration.ofNanos(System.nanoTime() - start)),
                outcome.apply(result));
        return result;
    }

    /**
     * Of a step's parts, none of which has a line of its own.
     *
     * @param told what came of one
     */
    Progress parts(Consumer<String> told) {
        return new Progress() {
            @Override
            public void tell(String line) {
                told.accept(line);
            }

            @Override
            public void begin(String work) {
                progress.show(work);
            }

            @Override
            public void show(String work) {
                progress.show(work);
            }

            @Override
            public void reach(double part) {
                progress.reach(part);
            }
        };
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
