package io.chutes.runtime.batch;

import io.chutes.annotation.Call;
import io.chutes.annotation.ProblemException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** One call's place in a batch, where its answer will be. */
final class Seat<I> {
    private final I request;
    private final Call call;
    private final Instant deadline;
    private final CompletableFuture<Object> answer = new CompletableFuture<>();

    Seat(I request, Call call) {
        this.request = request;
        this.call = call;
        this.deadline = call.deadline();
    }

    I request() {
        return request;
    }

    String requestId() {
        return call.requestId();
    }

    Instant deadline() {
        return deadline;
    }

    boolean abandoned() {
        return call.cancelled();
    }

    void answer(Object value) {
        answer.complete(value);
    }

    void fail(ProblemException problem) {
        answer.completeExceptionally(problem);
    }

    Object await() throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
