package io.chutes.template.llm;

import io.chutes.template.llm.batch.Sequence;
import io.chutes.template.llm.sampling.Sampling;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A first use of a model, by as many sequences as it runs at once. */
record WarmUp(LanguageModel model) {
    private static final int TOKENS = 4;

    void run() {
        model.decoder().prepare();
        var plan = new Plan(
                List.of(0, 1, 2), false, Math.min(TOKENS, model.context() - 3), List.of(), Sampling.GREEDY, -1, null);
        int count = Math.min(
                model.decoder().options().maxSequences(),
                Math.max(1, model.decoder().kvTokens() / (plan.prompt().size() + plan.maxTokens())));
        BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        List<Sequence> sequences = model.sequences(Collections.nCopies(count, plan), events::add, () -> false);
        model.submit(sequences);
        for (int left = sequences.size(); left > 0; ) {
            switch (next(events)) {
                case Event.End _ -> left--;
                case Event.Part _ -> {}
                case Event.Failure failure -> throw new IllegalStateException("the model failed", failure.cause());
            }
        }
    }

    private static Event next(BlockingQueue<Event> events) {
        try {
            return events.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the start was given up", e);
        }
    }
}
