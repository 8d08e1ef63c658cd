package io.chutes.platform.weights;

import java.io.IOException;

/** The Hub sends a whole file where a part was asked for. */
final class NoRangesException extends IOException {
    private static final long serialVersionUID = 1;

    NoRangesException(String file) {
        super("the Hub sent all of " + file + " where a part was asked for");
    }
}
