package io.chutes.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.chutes.cli.console.AtExit;
import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.embedded.EmbeddedPlatformException;
import io.chutes.cli.project.BuildException;
import io.chutes.cli.quickstart.QuickstartException;
import io.chutes.platform.client.PlatformException;
import io.chutes.platform.weights.WeightsException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place where a failure becomes a sentence and an exit code. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final ChutesCommand root;

    Failures(ChutesCommand root) {
        this.root = root;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        if (AtExit.isUnderWay()) {
            return status(failure).code(); // who broke it off need not be told what that broke
        }
        command.getErr().println("chutes: " + sentence(failure));
        if (root.debug) {
            failure.printStackTrace(command.getErr());
        }
        command.getErr().flush();
        return status(failure).code();
    }

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println("chutes: %s. %s --help says how it is used".formatted(failure.getMessage(), name));
        if (failure instanceof UnmatchedArgumentException) {
            UnmatchedArgumentException.printSuggestions(failure, command.getErr());
        } else if (!command.getSubcommands().isEmpty()) {
            command.usage(command.getErr()); // which of them is not said
        }
        if (root.debug) {
            failure.printStackTrace(command.getErr());
        }
        command.getErr().flush();
        return ExitStatus.USAGE.code();
    }

    private static ExitStatus status(Exception failure) {
        return switch (failure) {
            case CommandException e -> e.status();
            case PlatformException e -> ExitStatus.of(e);
            default -> ExitStatus.FAILED;
        };
    }

    private static String sentence(Exception failure) {
        return switch (failure) {
            case CommandException e -> String.valueOf(e.getMessage());
            case BuildException e -> String.valueOf(e.getMessage());
            case QuickstartException e -> String.valueOf(e.getMessage());
            case EmbeddedPlatformException e -> String.valueOf(e.getMessage());
            case WeightsException e -> String.valueOf(e.getMessage());
            case PlatformException e -> e.getMessage() + next(e);
            case InterruptedException _ -> "interrupted";
            default -> "unexpected failure, a bug in chutes: " + failure + " (--debug prints the trace)";
        };
    }

    /** What to do about it, where that is the same for all requests. */
    private static String next(PlatformException failure) {
        int status = failure.problem().map(problem -> problem.status()).orElse(0);
        return switch (ExitStatus.of(failure)) {
            case UNREACHABLE ->
                ". Is it running? chutes platform start runs one here; chutes login --url names another";
            case REFUSED ->
                switch (status) {
                    case 401 -> ". chutes login takes another key";
                    case 402 -> ". chutes balance says what is left";
                    default -> "";
                };
            case CONFLICT -> status == 422 ? ", which is --allow-breaking here" : "";
            case FAILED ->
                failure.getCause() instanceof JsonProcessingException
                        ? ". Is it a chutes platform? chutes login --url names another"
                        : "";
            case OK, USAGE, NOT_FOUND -> "";
        };
    }
}
