package io.chutes.template.llm.batch;

import io.chutes.template.llm.model.Chunk;
import io.chutes.template.llm.model.Decoder;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sequences that run together, and the one thread that steps the model: at each step sequences join that there is room for, each that
 * generates gets its next token, and prompts get on by a chunk.
 */
public final class Batch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);

    private final Decoder decoder;
    private final KvRooms rooms;
    private final Deque<Sequence> arrivals = new ArrayDeque<>();
    private final Deque<Sequence> waiting = new ArrayDeque<>();
    private final List<Running> running = new ArrayList<>();
    private final Thread thread;
    private volatile BatchLoad load;
    private boolean closed;

    private Batch(Decoder decoder) {
        this.decoder = decoder;
        this.rooms = new KvRooms(decoder.kvTokens());
        this.load = new BatchLoad(0, 0, 0, rooms.capacity());
        this.thread = Thread.ofPlatform().name("batch").daemon().unstarted(this::run);
    }

    /** Starts one with nothing in it. The decoder stays its opener's to close, after this. */
    public static Batch start(Decoder decoder) {
        var batch = new Batch(decoder);
        batch.thread.start();
        return batch;
    }

    /**
     * Queues a sequence until there is a place for it and room for its prompt and answer; does not wait for that.
     *
     * @throws IllegalArgumentException if there can never be, or if its prompt is none of the model's
     * @throws IllegalStateException if this is closed
     */
    public void submit(Sequence sequence) {
        check(sequence);
        synchronized (arrivals) {
            if (closed) {
                throw new IllegalStateException("the batch is closed");
            }
            arrivals.add(sequence);
            arrivals.notifyAll();
        }
    }

    private void check(Sequence sequence) {
        int[] prompt = sequence.prompt();
        int vocabulary = decoder.config().vocabulary();
        if (prompt.length == 0 || sequence.maxTokens() < 1) {
            throw new IllegalArgumentException("a sequence has a prompt and generates tokens, got %d and %d"
                    .formatted(prompt.length, sequence.maxTokens()));
        }
        Arrays.stream(prompt)
                .filter(token -> token < 0 || token >= vocabulary)
                .findFirst()
                .ifPresent(token -> {
                    throw new IllegalArgumentException(
                            "the model's tokens are 0 to %d, got %d".formatted(vocabulary - 1, token));
                });
        long tokens = (long) prompt.length + sequence.maxTokens();
        if (tokens > decoder.config().contextLength()) {
            throw new IllegalArgumentException("%d tokens of prompt and %d to generate are more than the context of %d"
                    .formatted(
                            prompt.length,
                            sequence.maxTokens(),
                            decoder.config().contextLength()));
        }
        if (tokens > rooms.capacity()) {
            throw new IllegalArgumentException(
                    "%d tokens of prompt and %d to generate are more than the %d whose keys and values fit in %d bytes"
                            .formatted(
                                    prompt.length,
                                    sequence.maxTokens(),
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
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the batch", e);
        } finally {
            endAll();
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
        for (Running sequence : List.copyOf(running)) {
            if (sequence.sequence().cancelled()) {
                end(sequence, null);
            }
        }
        for (Iterator<Sequence> queued = waiting.iterator(); queued.hasNext(); ) {
            Sequence sequence = queued.next();
            if (sequence.cancelled()) {
                queued.remove();
                end(sequence, null);
            }
        }
    }

    /** In the order they came: none is passed by a smaller one, or it would wait for ever. */
    private void join() {
        while (!waiting.isEmpty() && running.size() < decoder.options().maxSequences()) {
            Sequence first = waiting.element();
            OptionalInt start = rooms.take(first.prompt().length + first.maxTokens());
            if (start.isEmpty()) {
                return;
            }
            running.add(new Running(waiting.remove(), start.getAsInt()));
        }
    }

    private void step() {
        List<Running> stepped = new ArrayList<>();
        List<Chunk> chunks = new ArrayList<>();
        int room = decoder.options().prefillChunk();
        for (Running sequence : running) {
            if (sequence.generates() || room > 0) {
                Chunk chunk = sequence.next(room);
                room -= sequence.generates() ? 0 : chunk.tokens().length;
                stepped.add(sequence);
                chunks.add(chunk);
            }
        }
        List<FloatBuffer> scores;
        try {
            scores = decoder.step(chunks);
        } catch (RuntimeException e) {
            stepped.forEach(sequence -> end(sequence, e));
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
        } catch (RuntimeException e) {
            end(sequence, e);
        }
    }

    private void end(Running sequence, @Nullable Throwable failure) {
        running.remove(sequence);
        rooms.give(sequence.start());
        end(sequence.sequence(), failure);
    }

    private static void end(Sequence sequence, @Nullable Throwable failure) {
        try {
            sequence.ended(failure);
        } catch (RuntimeException e) {
            LOG.error("A sequence failed when it was told of its end", e);
        }
    }

    private void note() {
        load = new BatchLoad(running.size(), waiting.size(), rooms.used(), rooms.capacity());
    }

    private void endAll() {
        synchronized (arrivals) {
            closed = true;
            waiting.addAll(arrivals);
            arrivals.clear();
        }
        var failure = new IllegalStateException("the batch is closed");
        List.copyOf(running).forEach(sequence -> end(sequence, failure));
        waiting.forEach(sequence -> end(sequence, failure));
        waiting.clear();
        note();
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
