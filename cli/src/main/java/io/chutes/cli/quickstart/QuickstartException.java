package io.chutes.cli.quickstart;

/** A step of the quickstart that did not come out as it should. */
public final class QuickstartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    QuickstartException(String message) {
        super(message);
    }
}
