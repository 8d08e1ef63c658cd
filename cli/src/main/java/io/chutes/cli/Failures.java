package io.chutes.cli;

import io.chutes.cli.embedded.EmbeddedPlatformException;
import io.chutes.cli.project.BuildException;
import io.chutes.cli.quickstart.QuickstartException;
import io.chutes.platform.client.PlatformException;
import io.chutes.platform.weights.WeightsException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** The one place where a failure becomes a sentence and an exit code. */
final class Failures implements IExecutionExceptionHandler {
    private static final int FAILED = CommandLine.ExitCode.SOFTWARE;

    private final Main main;

    Failures(Main main) {
        this.main = main;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        command.getErr().println("chutes: " + sentence(failure));
        if (main.debug) {
            failure.printStackTrace(command.getErr());
        }
        return FAILED;
    }

    private static String sentence(Exception failure) {
        return switch (failure) {
            case BuildException e -> String.valueOf(e.getMessage());
            case QuickstartException e -> String.valueOf(e.getMessage());
            case EmbeddedPlatformException e -> String.valueOf(e.getMessage());
            case WeightsException e -> String.valueOf(e.getMessage());
            case PlatformException e -> String.valueOf(e.getMessage());
            case InterruptedException _ -> "interrupted";
            default -> "unexpected failure, a bug in chutes: " + failure + " (--debug prints the trace)";
        };
    }
}
