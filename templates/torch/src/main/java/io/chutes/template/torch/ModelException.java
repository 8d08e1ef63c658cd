package io.chutes.template.torch;

/** A model that cannot be loaded or run: its message names the file, the part of it at fault and what was found there. */
public final class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** For a reason that is the model's own. */
    public ModelException(String message) {
        super(message);
    }

    /** For a reason that has another behind it. */
    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
