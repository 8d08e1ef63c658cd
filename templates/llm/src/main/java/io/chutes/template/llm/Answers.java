package io.chutes.template.llm;

import io.chutes.annotation.Call;
import io.chutes.template.llm.batch.Sequence;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The answers to one call, while they are made. Who closes them leaves. */
final class Answers implements AutoCloseable {
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Call call;
    private volatile boolean closed;
    private int open;

    private Answers(Call call, int open) {
        this.call = call;
        this.open = open;
    }

    /** Has them made, as many as there are plans. */
    static Answers of(LanguageModel model, List<Plan> plans, Call call) {
        var answers = new Answers(call, plans.size());
        List<Sequence> sequences = model.sequences(plans, answers.events::add, answers::left);
        model.submit(sequences);
        return answers;
    }

    private boolean left() {
        return closed || call.cancelled();
    }

    /** What happens until all are whole; waits for it. Closing the stream closes this. */
    Stream<Event> stream() {
        var source = new Spliterators.AbstractSpliterator<Event>(Long.MAX_VALUE, Spliterator.ORDERED) {
            @Override
            public boolean tryAdvance(Consumer<? super Event> action) {
                if (open == 0) {
                    return false;
                }
                action.accept(next());
                return true;
            }
        };
        return StreamSupport.stream(source, false).onClose(this::close);
    }

    private Event next() {
        try {
            Event event = events.take();
            switch (event) {
                case Event.Failure failure -> throw new IllegalStateException("the model failed", failure.cause());
                case Event.End _ -> open--;
                case Event.Part _ -> {}
            }
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("nobody waits for the answer", e);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
