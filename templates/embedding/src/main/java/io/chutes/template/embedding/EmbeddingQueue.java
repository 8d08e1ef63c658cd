package io.chutes.template.embedding;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Sequences of tokens that wait for the model, which runs as many at once as its bound of tokens holds: the one that waits longest, and
 * those nearest to it in length, of whichever calls. Calls take turns, so that one of a thousand texts does not hold up one of a single
 * text. Nothing waits for others to come: while the model runs, they do.
 */
final class EmbeddingQueue implements AutoCloseable {
    /** How many batches' worth of tokens are looked at for such of one length. */
    private static final int LOOKAHEAD = 4;

    private final Function<List<long[]>, List<float[]>> model;
    private final int maxTokens;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<Waiting> calls = new ArrayDeque<>();
    private final Thread thread;
    private boolean closed;

    /**
     * Starts to serve.
     *
     * @param maxTokens the most in one batch, padding counted; at least as many as the longest sequence has
     */
    EmbeddingQueue(Function<List<long[]>, List<float[]>> model, int maxTokens) {
        this.model = model;
        this.maxTokens = maxTokens;
        this.thread = Thread.ofPlatform().name("embeddings").daemon().start(this::serve);
    }

    /** The vectors of sequences, in order. An interrupt takes those out that do not run yet. */
    List<float[]> embed(List<long[]> sequences) throws InterruptedException {
        var call = new Waiting(sequences);
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the chute ends");
            }
            calls.add(call);
            arrived.signal();
        } finally {
            lock.unlock();
        }
        try {
            return call.answer.get();
        } catch (InterruptedException e) {
            call.answer.cancel(false);
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the model failed", e.getCause());
        }
    }

    /** How many calls have sequences that were not looked at yet. */
    int waiting() {
        lock.lock();
        try {
            return calls.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        List<Place> pool = new ArrayList<>();
        while (fill(pool)) {
            List<Place> batch = batch(pool);
            pool.removeAll(batch);
            if (batch.isEmpty()) {
                continue;
            }
            try {
                List<float[]> vectors =
                        model.apply(batch.stream().map(Place::tokens).toList());
                for (int i = 0; i < batch.size(); i++) {
                    batch.get(i).take(vectors.get(i));
                }
            } catch (RuntimeException e) {
                batch.forEach(place -> place.call().answer.completeExceptionally(e));
            }
        }
    }

    /** Takes from each call in turn; waits where there is nothing to do, and is false at the end. */
    private boolean fill(List<Place> pool) {
        pool.removeIf(Place::isLeft);
        long tokens = pool.stream().mapToLong(place -> place.tokens().length).sum();
        lock.lock();
        try {
            while (pool.isEmpty() && calls.isEmpty()) {
                if (closed) {
                    return false;
                }
                arrived.awaitUninterruptibly();
            }
            while (tokens < (long) LOOKAHEAD * maxTokens && !calls.isEmpty()) {
                Waiting call = calls.remove();
                if (!call.answer.isDone()) {
                    Place next = call.next();
                    tokens += next.tokens().length;
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

    private List<Place> batch(List<Place> pool) {
        if (pool.isEmpty()) {
            return List.of();
        }
        int length = pool.getFirst().tokens().length;
        List<Place> nearest = new ArrayList<>(pool);
        nearest.sort(Comparator.comparingInt(place -> Math.abs(place.tokens().length - length)));
        List<Place> batch = new ArrayList<>();
        int longest = 0;
        for (Place place : nearest) {
            longest = Math.max(longest, place.tokens().length);
            if ((long) longest * (batch.size() + 1) > maxTokens && !batch.isEmpty()) {
                break;
            }
            batch.add(place);
        }
        return batch;
    }

    /** A call whose sequences are not all done. */
    private static final class Waiting {
        private final List<long[]> sequences;
        private final float[][] vectors;
        private final CompletableFuture<List<float[]>> answer = new CompletableFuture<>();
        private int taken;
        private int done;

        Waiting(List<long[]> sequences) {
            this.sequences = sequences;
            this.vectors = new float[sequences.size()][];
        }

        Place next() {
            int index = taken++;
            return new Place(this, index, sequences.get(index));
        }

        boolean hasMore() {
            return taken < sequences.size();
        }
    }

    /** One sequence of a call. */
    @SuppressWarnings("ArrayRecordComponent") // each is itself alone
    private record Place(Waiting call, int index, long[] tokens) {
        void take(float[] vector) {
            call.vectors[index] = vector;
            call.done++;
            if (call.done == call.vectors.length) {
                call.answer.complete(List.of(call.vectors));
            }
        }

        boolean isLeft() {
            return call.answer.isDone();
        }
    }
}
