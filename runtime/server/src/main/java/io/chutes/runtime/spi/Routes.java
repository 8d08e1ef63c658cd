package io.chutes.runtime.spi;

import io.chutes.annotation.Media;
import io.chutes.annotation.Reply;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes the endpoints and jobs of a chute, one method for each kind of answer. */
public interface Routes {
    /** An endpoint that answers 200 with a JSON value. */
    void json(String method, String path, Handler<?> handler);

    /** An endpoint that answers 200 with text of this media type, in UTF-8. */
    void text(String method, String path, String contentType, Handler<String> handler);

    /** An endpoint that answers 200 with what a media says. */
    void media(String method, String path, Handler<Media> handler);

    /** An endpoint that answers 200 with server-sent events, one JSON value each. The stream is closed in every case. */
    void stream(String method, String path, Handler<? extends Stream<?>> handler);

    /** An endpoint that answers 200 with a JSON value or with server-sent events, as a reply says. */
    void reply(String method, String path, Handler<? extends Reply<?, ?>> handler);

    /** An endpoint that answers 204. */
    void empty(String method, String path, Action action);

    /**
     * An endpoint that answers 200 with a JSON value, computed for several calls at once.
     *
     * @param request what one call brings as its JSON body
     * @param maxSize the most calls at once
     * @param maxWait how long the first of them waits for others
     */
    <I> void batched(
            String method, String path, Class<I> request, int maxSize, Duration maxWait, BatchHandler<I> handler);

    /** An endpoint that the HTTP server on that port of 127.0.0.1 answers, at the target path. */
    void passthrough(String method, String path, int port, String target);

    /**
     * Work that runs apart from the call that starts it.
     *
     * @param timeout the most one attempt may take
     * @param retries how often it is tried again
     * @param resultTtl how long the result is kept
     */
    void job(String name, Duration timeout, int retries, Duration resultTtl, JobHandler handler);

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

    /** Computes one answer for each request, in order; it may throw anything. */
    @FunctionalInterface
    interface BatchHandler<I> {
        List<?> handle(List<I> requests) throws Exception;
    }

    /** Does a job; it may throw anything. Its result is null where there is none. */
    @FunctionalInterface
    interface JobHandler {
        @Nullable Object run(JobRequest job) throws Exception;
    }
}
