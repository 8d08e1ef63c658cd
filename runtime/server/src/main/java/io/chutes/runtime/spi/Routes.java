package io.chutes.runtime.spi;

import java.util.stream.Stream;

/** Takes the endpoints of a chute, one method for each kind of answer. */
public interface Routes {
    /** An endpoint that answers 200 with a JSON value. */
    void json(String method, String path, Handler<?> handler);

    /** An endpoint that answers 200 with plain text, UTF-8. */
    void text(String method, String path, Handler<String> handler);

    /** An endpoint that answers 200 with server-sent events, one JSON value each. The stream is closed in every case. */
    void stream(String method, String path, Handler<? extends Stream<?>> handler);

    /** An endpoint that answers 204. */
    void empty(String method, String path, Action action);

    /** Computes an answer; it may throw anything. */
    @FunctionalInterface
    interface Handler<T> {
        T handle(Request request) throws Exception;
    }

    /** Does something and answers nothing; it may throw anything. */
    @FunctionalInterface
    interface Action {
        void run(Request request) throws Exception;
    }
}
