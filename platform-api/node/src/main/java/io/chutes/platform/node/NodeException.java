package io.chutes.platform.node;

import org.jspecify.annotations.Nullable;

/** Something a node cannot do; the message is for the owner of the node or of the chute. */
public class NodeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A failure in words. */
    public NodeException(String message) {
        super(message);
    }

    /** A failure in words, and what lies behind it. */
    public NodeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
