package io.chutes.cli;

import io.chutes.cli.quickstart.QuickstartCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code chutes} command; each of its subcommands is a class of its own. */
@Command(
        name = "chutes",
        description = "Serverless GPU inference for Java developers.",
        subcommands = {QuickstartCommand.class, BuildCommand.class, VerifyCommand.class})
public final class Main {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print this help.")
    boolean help;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print the stack trace of a failure.")
    boolean debug;

    private Main() {}

    public static void main(String... args) {
        PrintWriter out = new PrintWriter(System.out, true, System.out.charset());
        PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
        System.exit(run(out, err, args));
    }

    /**
     * Runs one command line.
     *
     * @return the exit code: 0 done, 1 failed, 2 not understood
     */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        Main main = new Main();
        return new CommandLine(main)
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler(new Failures(main))
                .execute(args);
    }
}
