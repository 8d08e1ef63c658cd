package io.chutes.cli.console;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/**
 * Where a command is run.
 *
 * @param in what it may read
 * @param out where its results go
 * @param err where it tells of its work and of what failed
 * @param environment the variables that it heeds
 * @param terminal whether there is somebody to ask
 * @param progress where it tells of work that takes a while
 */
public record Surroundings(
        InputStream in,
        PrintWriter out,
        PrintWriter err,
        Map<String, String> environment,
        boolean terminal,
        Progress progress) {
    /** What the launcher sets to {@code terminal} if standard error is one, which Java cannot tell. */
    private static final String STANDARD_ERROR = "chutes.stderr";

    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Those in which nobody watches. */
    public Surroundings(
            InputStream in, PrintWriter out, PrintWriter err, Map<String, String> environment, boolean terminal) {
        this(in, out, err, environment, terminal, Progress.lines(err));
    }

    /** Those of this process, from its start. */
    public static Surroundings ofProcess() {
        Map<String, String> environment = System.getenv();
        if (!isDrawnUpon(environment)) {
            return ofProcess(writer(System.out), writer(System.err));
        }
        Progress bar = ProgressBar.ofProcess(environment);
        return new Surroundings(System.in, writer(System.out), writer(System.err), environment, somebodyIsThere(), bar);
    }

    /** Those of this process, but for where it writes. */
    public static Surroundings ofProcess(PrintWriter out, PrintWriter err) {
        return new Surroundings(System.in, out, err, System.getenv(), somebodyIsThere());
    }

    private static boolean isDrawnUpon(Map<String, String> environment) {
        String kind = environment.getOrDefault("TERM", "");
        return "terminal".equals(System.getProperty(STANDARD_ERROR)) && !kind.isEmpty() && !kind.equals("dumb");
    }

    @SuppressWarnings("SystemConsoleNull") // of release 25 it is null again where there is no terminal
    private static boolean somebodyIsThere() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }

    /** Prints lines of a result; fails where nobody takes them. */
    public void print(List<String> lines) {
        lines.forEach(out::println);
        if (out.checkError()) {
            throw new CommandException(
                    ExitStatus.FAILED, "Standard output takes no more: it is closed, or what it goes to is full");
        }
    }

    /** Tells of something that is not as it should be, and does not keep the command from its work. */
    public void warn(String sentence) {
        err.println("chutes: " + sentence);
        err.flush();
    }
}
