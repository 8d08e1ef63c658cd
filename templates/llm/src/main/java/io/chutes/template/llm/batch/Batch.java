package io.chutes.template.llm.batch;

import io.chutes.template.llm.model.Chunk;
import io.chutes.template.llm.model.Decoder;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
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
    private final KvRooms rooms;
    private final Deque<Running> arrivals = new ArrayDeque<>();
    private final Deque<Running> waiting = new ArrayDeque<>();
    private final List<Running> running = new ArrayList<>();
    private final Thread thread;
    private final Consumer<Throwable> failed;
    private volatile BatchLoad load;
    private int failures;
    private boolean closed;
    private @Nullable Throwable cause;

    private Batch(Decoder decoder, Consumer<Throwable> failed) {
        this.decoder = decoder;
        this.failed = failed;
        this.rooms = new KvRooms(decoder.kvTokens());
        this.load = new BatchLoad(0, 0, 0, rooms.capacity());
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
     * Queues a sequence until there is a place for it and room for its prompt and answer; does not wait for that.
     *
     * @throws IllegalArgumentException if there can never be, or if its prompt is none of the model's
     * @throws IllegalStateException if this is closed, or has failed: its cause says why
     */
    public void submit(Sequence sequence) {
        var arrived = new Running(sequence);
        check(arrived);
        synchronized (arrivals) {
            if (closed) {
                throw over();
            }
            arrivals.add(arrived);
            arrivals.notifyAll();
        }
    }

    private void check(Running sequence) {
        int[] prompt = sequence.prompt();
        int vocabulary = decoder.config().vocabulary();
        if (prompt.length == 0 || sequence.left() < 1) {
            throw new IllegalArgumentException("a sequence has a prompt and generates tokens, got %d and %d"
                    .formatted(prompt.length, sequence.left()));
        }
        Arrays.stream(prompt)
                .filter(token -> token < 0 || token >= vocabulary)
                .findFirst()
                .ifPresent(token -> {
                    throw new IllegalArgumentException(
                            "the model's tokens are 0 to %d, got %d".formatted(vocabulary - 1, token));
                });
        long tokens = (long) prompt.length + sequence.left();
        if (tokens > decoder.config().contextLength()) {
            throw new IllegalArgumentException("%d tokens of prompt and %d to generate are more than the context of %d"
                    .formatted(prompt.length, sequence.left(), decoder.config().contextLength()));
        }
        if (tokens > rooms.capacity()) {
            throw new IllegalArgumentException(
                    "%d tokens of prompt and %d to generate are more than the %d whose keys and values fit in %d bytes"
                            .formatted(
                                    prompt.length,
                                    sequence.left(),
                                    rooms.capacity(),
                                    decoder.options().kvBytes()));
        }
    }

    /** What it is busy with, as of its last step. */
    public BatchLoad load() {
        BatchLoad stepped = load;
        synchronized (arrivals) {
            return new BatchLoad(
                    stepped.running(), stepped.waiting() + arrivals.size(), stepped.kvTokens(), stepped.kvCapacity());
        }
    }

    private void run() {
        try {
            while (arrive()) {
                leave();
                join();
                note();
                if (!running.isEmpty()) {
                    step();
                }
                note();
            }
            endAll(null);
        } catch (Throwable e) {
            LOG.error("The batch has failed", e);
            endAll(e);
            failed.accept(e);
        }
    }

    /** Takes in what was submitted, waiting for it if there is nothing else to do; answers whether to go on. */
    private boolean arrive() throws InterruptedException {
        synchronized (arrivals) {
            while (!closed && running.isEmpty() && waiting.isEmpty() && arrivals.isEmpty()) {
                arrivals.wait();
            }
            waiting.addAll(arrivals);
            arrivals.clear();
            return !closed;
        }
    }

    /** Those whose callers have left make room before the next step. */
    private void leave() {
        List<Running> all = new ArrayList<>(running);
        all.addAll(waiting);
        for (Running sequence : all) {
            try {
                if (sequence.isCancelled()) {
                    end(sequence, null);
                }
            } catch (Throwable e) {
                end(sequence, e);
            }
        }
    }

    /** In the order they came: none is passed by a smaller one, or it would wait for ever. */
    private void join() {
        while (!waiting.isEmpty() && running.size() < decoder.options().maxSequences()) {
            Running first = waiting.element();
            OptionalInt start = rooms.take(first.prompt().length + first.left());
            if (start.isEmpty()) {
                return;
            }
            first.place(start.getAsInt());
            running.add(waiting.remove());
        }
    }

    private void step() {
        List<Running> stepped = new ArrayList<>();
        List<Chunk> chunks = new ArrayList<>();
        List<Running> prompts = new ArrayList<>();
        for (Running sequence : running) {
            if (sequence.generates()) {
                stepped.add(sequence);
                chunks.add(sequence.next(1));
            } else {
                prompts.add(sequence);
            }
        }
        // Equal parts, and what shorter prompts leave of theirs: none waits for the end of a longer one.
        prompts.sort(Comparator.comparingInt(Running::unread));
        int room = decoder.options().prefillChunk();
        for (int i = 0; i < prompts.size() && room > 0; i++) {
            Chunk chunk = prompts.get(i).next(Math.max(1, room / (prompts.size() - i)));
            room -= chunk.tokens().length;
            stepped.add(prompts.get(i));
            chunks.add(chunk);
        }
        List<FloatBuffer> scores;
        try {
            scores = decoder.step(chunks);
            failures = 0;
        } catch (Throwable e) {
            stepped.forEach(sequence -> end(sequence, e));
            failures++;
            if (failures == MOST_FAILURES) {
                throw new IllegalStateException(
                        "the model failed in %d steps on end: %s".formatted(failures, e.getMessage()), e);
            }
            LOG.error("A step of the model failed", e);
            return;
        }
        Iterator<FloatBuffer> scored = scores.iterator();
        for (int i = 0; i < chunks.size(); i++) {
            stepped.get(i).ran(chunks.get(i));
            if (chunks.get(i).scored()) {
                choose(stepped.get(i), scored.next());
            }
        }
    }

    private void choose(Running sequence, FloatBuffer scores) {
        try {
            if (!sequence.choose(scores)) {
                end(sequence, null);
            }
        } catch (Throwable e) {
            end(sequence, e);
        }
    }

    private void end(Running sequence, @Nullable Throwable failure) {
        if (!waiting.remove(sequence)) {
            running.remove(sequence);
            rooms.give(sequence.start());
        }
        try {
            sequence.ended(failure);
        } catch (Throwable e) {
            LOG.error("A sequence failed when it was told of its end", e);
        }
    }

    private void note() {
        load = new BatchLoad(running.size(), waiting.size(), rooms.used(), rooms.capacity());
    }

    private void endAll(@Nullable Throwable why) {
        synchronized (arrivals) {
            closed = true;
            cause = why;
            waiting.addAll(arrivals);
            arrivals.clear();
        }
        IllegalStateException failure = over();
        List.copyOf(running).forEach(sequence -> end(sequence, failure));
        List.copyOf(waiting).forEach(sequence -> end(sequence, failure));
        note();
    }

    private IllegalStateException over() {
        Throwable why = cause;
        return why == null
                ? new IllegalStateException("the batch is closed")
                : new IllegalStateException("the batch has failed: " + why, why);
    }

    /** Ends what runs and what waits, with a failure, and waits for that. */
    @Override
    public void close() {
        synchronized (arrivals) {
            closed = true;
            arrivals.notifyAll();
        }
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
