package io.chutes.cli.console;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Map;

/**
 * Where a command is run.
 *
 * @param in what it may read
 * @param out where its results go
 * @param err where it tells of its work and of what failed
 * @param environment the variables that it heeds
 * @param terminal whether there is somebody to ask
 */
public record Surroundings(
        InputStream in, PrintWriter out, PrintWriter err, Map<String, String> environment, boolean terminal) {
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Those of this process, but for where it writes. */
    @SuppressWarnings("SystemConsoleNull") // of release 25 it is null again where there is no terminal
    public static Surroundings ofProcess(PrintWriter out, PrintWriter err) {
        Console console = System.console();
        return new Surroundings(System.in, out, err, System.getenv(), console != null && console.isTerminal());
    }

    /** Tells of something that is not as it should be, and does not keep the command from its work. */
    public void warn(String sentence) {
        err.println("chutes: " + sentence);
        err.flush();
    }
}
