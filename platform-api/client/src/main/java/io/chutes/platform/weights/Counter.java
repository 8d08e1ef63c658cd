package io.chutes.platform.weights;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of a snapshot have been fetched and checked; safe for many threads. */
final class Counter {
    private final long total;
    private final AtomicLong fetched = new AtomicLong();
    private final AtomicLong checked = new AtomicLong();
    private volatile long fetchedAt;

    Counter(long total) {
        this.total = total;
        this.fetchedAt = System.nanoTime();
    }

    void fetched(long bytes) {
        if (fetched.addAndGet(bytes) >= total) {
            fetchedAt = System.nanoTime();
        }
    }

    void checked(long bytes) {
        checked.addAndGet(bytes);
    }

    /** Bytes that are yet to come. */
    long missing() {
        return Math.max(0, total - fetched.get());
    }

    /** When the last byte came. */
    long fetchedAt() {
        return fetchedAt;
    }

    void tell(WeightsProgress progress) {
        long bytes = fetched.get();
        if (bytes < total) {
            progress.at(Step.FETCHING, bytes, total);
        } else {
            progress.at(Step.CHECKING, checked.get(), total);
        }
    }
}
