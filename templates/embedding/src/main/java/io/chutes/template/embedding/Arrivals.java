package io.chutes.template.embedding;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Calls with sequences that were not looked at yet, which take turns. */
final class Arrivals {
    private final Deque<EmbeddingCall> calls = new ArrayDeque<>();
    private boolean closed;
    private boolean over;
    private @Nullable Throwable cause;

    synchronized void add(EmbeddingCall call) {
        if (closed) {
            throw why();
        }
        calls.add(call);
        notifyAll();
    }

    synchronized int count() {
        return calls.size();
    }

    /**
     * Moves sequences into a pool, from each call in turn; waits where there is nothing to do.
     *
     * @param mostTokens no more are taken once the pool has so many
     * @return false when nothing more is to be run: closed, with nothing left, or failed
     */
    synchronized boolean fill(SequencePool pool, long mostTokens) throws InterruptedException {
        while (!closed && pool.isEmpty() && calls.isEmpty()) {
            wait();
        }
        long tokens = pool.tokens();
        while (tokens < mostTokens && !calls.isEmpty()) {
            EmbeddingCall call = calls.remove();
            if (!call.isOver()) {
                EmbeddingCall.Place next = call.next();
                tokens += next.length();
                pool.add(next);
                if (call.hasMore()) {
                    calls.add(call);
                }
            }
        }
        return !over && !(closed && pool.isEmpty());
    }

    /** Takes no more. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Takes no more and fails those there are, because of a failure if there was one; answers with what. */
    synchronized IllegalStateException fail(@Nullable Throwable failure) {
        close();
        over = true;
        cause = failure;
        IllegalStateException why = why();
        calls.forEach(call -> call.fail(why));
        calls.clear();
        return why;
    }

    private IllegalStateException why() {
        return cause == null
                ? new IllegalStateException("the chute ends")
                : new IllegalStateException("no embeddings are made any more: " + cause.getMessage(), cause);
    }
}
