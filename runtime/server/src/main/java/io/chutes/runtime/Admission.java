package io.chutes.runtime;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets so many calls run at once and so many wait, in the order they came; refuses the rest, with the time after which a place
 * is likely to be free.
 */
final class Admission {
    private static final int TOO_MANY = 429;
    private static final int TIMED_OUT = 504;
    private static final int MOST_SECONDS = 60;
    /** The weight of the latest call in the mean. */
    private static final double LATEST = 0.2;

    private final Settings settings;
    private final Semaphore places;
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicReference<Double> meanSeconds = new AtomicReference<>(0.0);

    Admission(Settings settings) {
        this.settings = settings;
        this.places = new Semaphore(settings.concurrency(), true);
    }

    /**
     * Waits for a place.
     *
     * @param limit the most to wait
     */
    Turn enter(Duration limit) throws InterruptedException {
        if (!places.tryAcquire(0, TimeUnit.SECONDS)) {
            await(limit);
        }
        return new Turn();
    }

    private void await(Duration limit) throws InterruptedException {
        if (queued.incrementAndGet() > settings.maxQueue()) {
            int waiting = queued.decrementAndGet();
            throw new ProblemException(
                            TOO_MANY,
                            "%d calls run and %d wait, as many as @Scaling(concurrency, maxQueue) lets one instance take"
                                    .formatted(settings.concurrency(), waiting))
                    .retryAfter(secondsUntilFree(waiting));
        }
        try {
            if (!places.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ProblemException(TIMED_OUT, "The call's deadline passed while it waited for its turn");
            }
        } finally {
            queued.decrementAndGet();
        }
    }

    /** By Little's law: those who wait leave at the rate of the places over the mean time of a call. */
    private int secondsUntilFree(int waiting) {
        double seconds = (waiting + 1) * meanSeconds.get() / settings.concurrency();
        return Math.clamp((long) Math.ceil(seconds), 1, MOST_SECONDS);
    }

    /**
     * How busy the instance is.
     *
     * @param oldest how long the call runs that runs the longest
     */
    Load load(Duration oldest) {
        return new Load(
                settings.concurrency() - places.availablePermits(),
                queued.get(),
                settings.concurrency(),
                oldest.toMillis());
    }

    /**
     * The state of an instance.
     *
     * @param oldestMs how long the call runs that runs the longest
     */
    record Load(int inFlight, int queued, int concurrency, long oldestMs) {}

    /** The right to run, until it is closed. */
    final class Turn implements AutoCloseable {
        private final long began = System.nanoTime();
        private final AtomicBoolean over = new AtomicBoolean();

        @Override
        public void close() {
            if (!over.getAndSet(true)) {
                double seconds = (System.nanoTime() - began) / 1e9;
                meanSeconds.updateAndGet(mean -> mean == 0 ? seconds : mean + LATEST * (seconds - mean));
                places.release();
            }
        }
    }
}
