package io.chutes.cli;

import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.console.Surroundings;
import io.chutes.cli.profile.Variable;
import java.io.PrintWriter;

/** Where the {@code chutes} process begins. It names nothing of Picocli's, which the JVM would load with it even for {@code --help}. */
public final class Main {
    private Main() {}

    public static void main(String... args) {
        int code = run(Surroundings.ofProcess(), args);
        // System.exit looks for a logger in every jar first, which takes longer than a start: a JVM ends by itself as
        // well.
        if (code != 0 || othersRun()) {
            System.exit(code);
        }
    }

    private static boolean othersRun() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> !thread.isDaemon() && thread != Thread.currentThread());
    }

    /** Runs one command line in this process's surroundings, and returns an {@link ExitStatus}' code. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return run(Surroundings.ofProcess(out, err), args);
    }

    /** Runs one command line, and returns an {@link ExitStatus}' code. */
    public static int run(Surroundings surroundings, String... args) {
        Variable.complaints(surroundings.environment()).forEach(surroundings::warn);
        if (args.length == 1 && RootHelp.OPTIONS.contains(args[0])) {
            surroundings.out().print(RootHelp.TEXT);
            surroundings.out().flush();
            return ExitStatus.OK.code();
        }
        return ChutesCommand.execute(surroundings, args);
    }
}
