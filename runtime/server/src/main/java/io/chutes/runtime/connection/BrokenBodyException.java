package io.chutes.runtime.connection;

import java.io.IOException;

/** The caller ended an upload in the middle, or sent what is none; told to the method that reads it, and to the caller if it lets it pass. */
public final class BrokenBodyException extends IOException {
    private static final long serialVersionUID = 1;

    BrokenBodyException(Exception cause) {
        super("The body broke off", cause);
    }
}
