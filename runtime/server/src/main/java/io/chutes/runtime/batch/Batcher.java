package io.chutes.runtime.batch;

import io.chutes.annotation.Call;
import io.chutes.annotation.ProblemException;
import io.chutes.runtime.spi.Routes.BatchHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers the calls of one endpoint and answers those of a batch together. Each call waits on its own thread; each batch
 * waits and runs on one more, which begins with its first call and ends with its answers. Batches may run beside each other.
 */
public final class Batcher<I> {
    private static final Logger LOG = LoggerFactory.getLogger(Batcher.class);
    private static final int GATEWAY_TIMEOUT = 504;

    private final String endpoint;
    private final int maxSize;
    private final Duration maxWait;
    private final InstantSource clock;
    private final BatchRun<I> run;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Batch<I> open;
    private BatchCounts counts = BatchCounts.none();

    /**
     * A gatherer that holds no call yet.
     *
     * @param endpoint its method and path, for the log
     * @param maxSize the most calls in one batch
     * @param maxWait how long the first call of a batch waits for others
     * @param clock by which calls have their deadlines
     */
    public Batcher(String endpoint, int maxSize, Duration maxWait, InstantSource clock, BatchHandler<I> handler) {
        this.endpoint = endpoint;
        this.maxSize = maxSize;
        this.maxWait = maxWait;
        this.clock = clock;
        this.run = new BatchRun<>(endpoint, handler);
    }

    /**
     * The answer to one call, once its batch was run. An interrupt takes the call out of its batch.
     *
     * @throws ProblemException if the batch or this call of it failed; what its caller may not know is in the log by then
     */
    public Object answer(I request, Call call) throws InterruptedException {
        var seat = new Seat<>(request, call);
        Batch<I> batch = join(seat);
        try {
            return seat.await();
        } catch (InterruptedException e) {
            leave(batch, seat);
            throw e;
        }
    }

    /** The batches released until now. */
    public BatchCounts counts() {
        lock.lock();
        try {
            return counts;
        } finally {
            lock.unlock();
        }
    }

    private Batch<I> join(Seat<I> seat) {
        lock.lock();
        try {
            Batch<I> batch = open == null ? begin() : open;
            batch.add(seat);
            open = batch.isFull() ? null : batch;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void leave(Batch<I> batch, Seat<I> seat) {
        lock.lock();
        try {
            batch.remove(seat);
        } finally {
            lock.unlock();
        }
    }

    private Batch<I> begin() {
        var batch = new Batch<I>(maxSize, maxWait, lock.newCondition(), clock);
        Thread.ofVirtual().name("batch of " + endpoint).start(() -> serve(batch));
        return batch;
    }

    private void serve(Batch<I> batch) {
        try {
            List<Seat<I>> seats = release(batch);
            if (!seats.isEmpty()) {
                run.answer(seats);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.debug("Nobody waits for a batch of {} any more", endpoint);
        }
    }

    /** The calls to answer, when it is time to; without those whose callers left meanwhile. */
    private List<Seat<I>> release(Batch<I> batch) throws InterruptedException {
        lock.lock();
        try {
            Release reason = batch.awaitRelease();
            open = open == batch ? null : open;
            List<Seat<I>> abandoned =
                    batch.seats().stream().filter(Seat::abandoned).toList();
            abandoned.forEach(batch::remove);
            abandoned.forEach(seat -> seat.fail(new ProblemException(
                    GATEWAY_TIMEOUT, "The call's deadline passed, or its caller left, before its batch ran")));
            List<Seat<I>> seats = batch.seats();
            counts = seats.isEmpty() ? counts : counts.plus(reason, seats.size());
            return seats;
        } finally {
            lock.unlock();
        }
    }
}
