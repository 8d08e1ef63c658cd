package io.chutes.template.embedding;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Calls with sequences that were not looked at yet, which take turns. */
final class Arrivals {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<EmbeddingCall> calls = new ArrayDeque<>();
    private boolean closed;
    private @Nullable Throwable cause;

    void add(EmbeddingCall call) {
        lock.lock();
        try {
            if (closed) {
                throw over();
            }
            calls.add(call);
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    int count() {
        lock.lock();
        try {
            return calls.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Moves sequences into a pool, from each call in turn; waits where there is nothing to do.
     *
     * @param mostTokens no more are taken once the pool has so many
     * @return false when closed, with nothing left
     */
    boolean fill(SequencePool pool, long mostTokens) {
        long tokens = pool.tokens();
        lock.lock();
        try {
            while (pool.isEmpty() && calls.isEmpty()) {
                if (closed) {
                    return false;
                }
                arrived.awaitUninterruptibly();
            }
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
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more and fails those there are; answers with what. */
    IllegalStateException fail(Throwable why) {
        lock.lock();
        try {
            closed = true;
            cause = why;
            IllegalStateException over = over();
            calls.forEach(call -> call.fail(over));
            calls.clear();
            return over;
        } finally {
            lock.unlock();
        }
    }

    private IllegalStateException over() {
        return cause == null
                ? new IllegalStateException("the chute ends")
                : new IllegalStateException("no embeddings are made any more: " + cause.getMessage(), cause);
    }
}
