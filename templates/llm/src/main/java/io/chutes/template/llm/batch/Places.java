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
    /** Of each call those that wait, of the one whose turn is next first. */
    private final Deque<Deque<Running>> waiting = new ArrayDeque<>();

    private final List<Running> running = new ArrayList<>();

    Places(int most, KvRooms rooms) {
        this.most = most;
        this.rooms = rooms;
    }

    void queue(List<List<Running>> arrived) {
        arrived.forEach(call -> waiting.add(new ArrayDeque<>(call)));
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

    /** One of each call in turn, so that a call of many holds up none. None is passed by a smaller one, or it would wait for ever. */
    void join() {
        while (!waiting.isEmpty() && running.size() < most) {
            Deque<Running> call = waiting.element();
            Running first = call.element();
            OptionalInt start = rooms.take(first.prompt().length + first.left());
            if (start.isEmpty()) {
                return;
            }
            first.place(start.getAsInt());
            running.add(call.remove());
            waiting.remove();
            if (!call.isEmpty()) {
                waiting.add(call);
            }
        }
    }

    void end(Running sequence, @Nullable Throwable failure) {
        if (running.remove(sequence)) {
            rooms.give(sequence.start());
        } else {
            waiting.forEach(call -> call.remove(sequence));
            waiting.removeIf(Deque::isEmpty);
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
        waiting.forEach(all::addAll);
        return all;
    }

    BatchLoad load() {
        int queued = waiting.stream().mapToInt(Deque::size).sum();
        return new BatchLoad(running.size(), queued, rooms.used(), rooms.capacity());
    }
}
