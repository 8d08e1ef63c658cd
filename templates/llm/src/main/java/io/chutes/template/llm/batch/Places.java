package io.chutes.template.llm.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which sequences have a place in the batch, with room for their keys and values, and which wait for one. Not for two threads. */
final class Places {
    private static final Logger LOG = LoggerFactory.getLogger(Places.class);

    private final int most;
    private final KvRooms rooms;
    private final Deque<Running> waiting = new ArrayDeque<>();
    private final List<Running> running = new ArrayList<>();

    Places(int most, KvRooms rooms) {
        this.most = most;
        this.rooms = rooms;
    }

    void queue(List<Running> arrived) {
        waiting.addAll(arrived);
    }

    boolean areIdle() {
        return running.isEmpty() && waiting.isEmpty();
    }

    List<Running> running() {
        return running;
    }

    /** Those whose callers have left make room before the next step. */
    void leave() {
        for (Running sequence : all()) {
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
    void join() {
        while (!waiting.isEmpty() && running.size() < most) {
            Running first = waiting.element();
            OptionalInt start = rooms.take(first.prompt().length + first.left());
            if (start.isEmpty()) {
                return;
            }
            first.place(start.getAsInt());
            running.add(waiting.remove());
        }
    }

    void end(Running sequence, @Nullable Throwable failure) {
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

    void endAll(Throwable failure) {
        all().forEach(sequence -> end(sequence, failure));
    }

    private List<Running> all() {
        List<Running> all = new ArrayList<>(running);
        all.addAll(waiting);
        return all;
    }

    BatchLoad load() {
        return new BatchLoad(running.size(), waiting.size(), rooms.used(), rooms.capacity());
    }
}
