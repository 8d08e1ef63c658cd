package io.chutes.template.llm.batch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls whose sequences were submitted, from any thread, and that the batch's has not taken in yet. */
final class Arrivals {
    private final List<List<Running>> arrived = new ArrayList<>();
    private boolean closed;
    private @Nullable Throwable cause;

    /**
     * Adds one.
     *
     * @throws IllegalStateException if this is closed; its cause says why if something failed
     */
    synchronized void add(List<Running> call) {
        if (closed) {
            throw over();
        }
        arrived.add(call);
        notifyAll();
    }

    /** How many sequences they have. */
    synchronized int count() {
        return arrived.stream().mapToInt(List::size).sum();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Takes all of them. */
    synchronized List<List<Running>> take() {
        List<List<Running>> all = List.copyOf(arrived);
        arrived.clear();
        return all;
    }

    /** Waits until there is one, or this is closed. */
    synchronized void await() throws InterruptedException {
        while (arrived.isEmpty() && !closed) {
            wait();
        }
    }

    /** None comes any more. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** None comes any more, because of a failure if there was one. */
    synchronized void close(@Nullable Throwable why) {
        cause = why;
        close();
    }

    /** Why none comes. */
    synchronized IllegalStateException over() {
        Throwable why = cause;
        return why == null
                ? new IllegalStateException("the batch is closed")
                : new IllegalStateException("the batch has failed: " + why, why);
    }
}
