package io.chutes.cli.console;

/** A command that cannot do what it was asked to; the message says why and what to do, in words for the user. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitStatus status;

    public CommandException(ExitStatus status, String message) {
        super(message);
        this.status = status;
    }

    public CommandException(ExitStatus status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** How the command ends by it. */
    public ExitStatus status() {
        return status;
    }
}
