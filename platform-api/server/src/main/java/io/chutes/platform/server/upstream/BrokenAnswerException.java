package io.chutes.platform.server.upstream;

import java.io.IOException;

/** What an instance answers is not HTTP/1.1, or ends before its end. */
public final class BrokenAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenAnswerException(String message) {
        super(message);
    }
}
