package io.chutes.cli.project;

/** A project or image that could not be built; the message says why and what to do, in words for the user. */
public final class BuildException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BuildException(String message) {
        super(message);
    }

    public BuildException(String message, Throwable cause) {
        super(message, cause);
    }
}
