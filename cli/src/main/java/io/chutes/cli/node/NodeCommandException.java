package io.chutes.cli.node;

/** This machine cannot be a node; the message says why and what to do. */
public final class NodeCommandException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NodeCommandException(String message) {
        super(message);
    }

    NodeCommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
