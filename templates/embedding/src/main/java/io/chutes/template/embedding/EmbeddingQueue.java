package io.chutes.template.embedding;

import io.chutes.template.embedding.EmbeddingCall.Place;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sequences of tokens that wait for the model, which runs as many at once as its bound of tokens holds: the one that waits longest, and
 * those nearest to it in length, of whichever calls. Calls take turns, so that one of a thousand texts does not hold up one of a single
 * text. Nothing waits for others to come: while the model runs, they do. Where a batch fails, each of its sequences is run alone, so that
 * one fails only the call it is of.
 */
final class EmbeddingQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddingQueue.class);
    /** How many batches' worth of tokens are looked at for such of one length. */
    private static final int LOOKAHEAD = 4;
    /** After so many sequences that fail on end, alone and each of another call, the model is to blame. */
    private static final int MOST_FAILURES = 3;

    private final Function<List<long[]>, List<float[]>> model;
    private final int batchTokens;
    private final Consumer<Throwable> failed;
    private final Arrivals arrivals = new Arrivals();
    private final SequencePool pool = new SequencePool();
    private final Thread thread;
    private int failures;

    private EmbeddingQueue(Function<List<long[]>, List<float[]>> model, int batchTokens, Consumer<Throwable> failed) {
        this.model = model;
        this.batchTokens = batchTokens;
        this.failed = failed;
        this.thread = Thread.ofPlatform().name("embeddings").daemon().unstarted(this::serve);
    }

    /**
     * Starts to serve.
     *
     * @param batchTokens the most in one batch, padding counted; a sequence of more runs alone
     * @param failed told, once, what ended it if nobody closed it: it runs nothing any more
     */
    static EmbeddingQueue start(
            Function<List<long[]>, List<float[]>> model, int batchTokens, Consumer<Throwable> failed) {
        var queue = new EmbeddingQueue(model, batchTokens, failed);
        queue.thread.start();
        return queue;
    }

    /** The vectors of sequences, in order. An interrupt takes those out that do not run yet. */
    List<float[]> embed(List<long[]> sequences) throws InterruptedException {
        if (sequences.isEmpty()) {
            return List.of();
        }
        var call = new EmbeddingCall(sequences);
        arrivals.add(call);
        return call.await();
    }

    /** How many calls have sequences that were not looked at yet. */
    int waiting() {
        return arrivals.count();
    }

    private void serve() {
        try {
            while (arrivals.fill(pool, (long) LOOKAHEAD * batchTokens)) {
                List<Place> batch = pool.batch(batchTokens);
                if (!batch.isEmpty()) {
                    run(batch);
                }
                pool.removeThoseOver();
            }
            pool.fail(arrivals.fail(null));
        } catch (Throwable e) {
            LOG.error("The queue of embeddings has failed", e);
            pool.fail(arrivals.fail(e));
            failed.accept(e);
        }
    }

    private void run(List<Place> batch) {
        try {
            List<float[]> vectors =
                    model.apply(batch.stream().map(Place::tokens).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).take(vectors.get(i));
            }
            failures = 0;
        } catch (Throwable e) {
            if (batch.size() == 1) {
                fail(batch.getFirst(), e);
            } else {
                LOG.warn("The model failed on {} sequences at once: each is run alone", batch.size(), e);
                batch.stream().filter(place -> !place.isOver()).forEach(place -> run(List.of(place)));
            }
        }
    }

    private void fail(Place place, Throwable why) {
        LOG.error("The model failed on a sequence of {} tokens", place.length(), why);
        place.call().fail(why);
        failures++;
        if (failures == MOST_FAILURES) {
            throw new IllegalStateException(
                    "the model failed %d times on end: %s".formatted(failures, why.getMessage()), why);
        }
    }

    /** Takes no more, answers what waits, and waits for that; once interrupted, for what runs alone, where the rest fails. */
    @Override
    public void close() {
        arrivals.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
                arrivals.fail(null);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
