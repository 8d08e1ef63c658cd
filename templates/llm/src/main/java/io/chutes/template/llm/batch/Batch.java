package io.chutes.template.llm.batch;

import io.chutes.template.llm.model.Decoder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sequences that run together, and the one thread that steps the model: at each step sequences join that there is room for, each that
 * generates gets its next token, and prompts get on by a chunk.
 */
public final class Batch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);
    /** After so many steps that fail on end, the model is to blame. */
    private static final int MOST_FAILURES = 3;

    private final Decoder decoder;
    private final Consumer<Throwable> failed;
    private final Arrivals arrivals = new Arrivals();
    private final Places places;
    private final Thread thread;
    private volatile BatchLoad load;
    private int failures;

    private Batch(Decoder decoder, Consumer<Throwable> failed) {
        this.decoder = decoder;
        this.failed = failed;
        this.places = new Places(decoder.options().maxSequences(), new KvRooms(decoder.kvTokens()));
        this.load = places.load();
        this.thread = Thread.ofPlatform().name("batch").daemon().unstarted(this::run);
    }

    /**
     * Starts one with nothing in it. The decoder stays its opener's to close, after this.
     *
     * @param failed told, once, what ended it if nobody closed it: it runs nothing any more
     */
    public static Batch start(Decoder decoder, Consumer<Throwable> failed) {
        var batch = new Batch(decoder, failed);
        batch.thread.start();
        return batch;
    }

    /**
     * Queues the sequences of a call until there is a place for each and room for its prompt and answer; does not wait for that. Calls
     * that wait take turns.
     *
     * @throws IllegalArgumentException if there can never be, if a prompt is none of the model's, or if there are none; none is queued then
     * @throws IllegalStateException if this is closed, or has failed: its cause says why
     */
    public void submit(Sequence... call) {
        if (call.length == 0) {
            throw new IllegalArgumentException("a call has sequences, got none");
        }
        List<Running> arrived = Arrays.stream(call).map(Running::new).toList();
        arrived.forEach(new Limits(decoder)::check);
        arrivals.add(arrived);
    }

    /** What it is busy with, about: a sequence that is just taken in may be missing. */
    public BatchLoad load() {
        BatchLoad stepped = load;
        return new BatchLoad(
                stepped.running(), stepped.waiting() + arrivals.count(), stepped.kvTokens(), stepped.kvCapacity());
    }

    private void run() {
        try {
            while (!arrivals.isClosed()) {
                places.queue(arrivals.take());
                load = places.load();
                places.leave();
                places.join();
                load = places.load();
                if (!places.running().isEmpty()) {
                    step();
                }
                load = places.load();
                if (places.areIdle()) {
                    arrivals.await();
                }
            }
            endAll(null);
        } catch (Throwable e) {
            LOG.error("The batch has failed", e);
            endAll(e);
            failed.accept(e);
        }
    }

    private void step() {
        Step step = Step.of(places.running(), decoder.options().prefillChunk(), decoder.rowCounts());
        List<FloatBuffer> scores;
        try {
            scores = decoder.step(step.chunks());
            failures = 0;
        } catch (Throwable e) {
            step.sequences().forEach(sequence -> places.end(sequence, e));
            failures++;
            if (failures == MOST_FAILURES) {
                throw new IllegalStateException(
                        "the model failed in %d steps on end: %s".formatted(failures, e.getMessage()), e);
            }
            LOG.error("A step of the model failed", e);
            return;
        }
        Iterator<FloatBuffer> scored = scores.iterator();
        for (int i = 0; i < step.chunks().size(); i++) {
            Running sequence = step.sequences().get(i);
            sequence.ran(step.chunks().get(i));
            if (step.chunks().get(i).scored()) {
                choose(sequence, scored.next());
            }
        }
    }

    private void choose(Running sequence, FloatBuffer scores) {
        try {
            if (!sequence.choose(scores)) {
                places.end(sequence, null);
            }
        } catch (Throwable e) {
            places.end(sequence, e);
        }
    }

    private void endAll(@Nullable Throwable why) {
        arrivals.close(why);
        places.queue(arrivals.take());
        places.endAll(arrivals.over());
        load = places.load();
    }

    /** Ends what runs and what waits, with a failure, and waits for that. */
    @Override
    public void close() {
        arrivals.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
