package io.chutes.template.llm;

import io.chutes.template.llm.batch.Sequence;
import io.chutes.template.llm.grammar.Constraint;
import io.chutes.template.llm.openai.TokenLogprob;
import io.chutes.template.llm.sampling.Likelihoods;
import io.chutes.template.llm.sampling.Sampler;
import io.chutes.template.llm.text.StopText;
import io.chutes.template.llm.text.TokenText;
import io.chutes.template.llm.text.Vocabulary;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One answer in the making: it chooses its tokens and tells their text. */
final class Generation implements Sequence {
    private final int index;
    private final Plan plan;
    private final int[] prompt;
    private final int[] ends;
    private final Vocabulary vocabulary;
    private final Consumer<Event> listener;
    private final BooleanSupplier left;
    private final Sampler sampler;
    private final TokenText text;
    private final StopText stop;
    private final @Nullable Likelihoods likelihoods;
    private float[] scores = {};

    private int count;
    private boolean over;

    /**
     * One that has not begun.
     *
     * @param ends the tokens that end it
     * @param left whether nobody waits for it any more
     */
    Generation(
            int index,
            Plan plan,
            Vocabulary vocabulary,
            Set<Integer> ends,
            Consumer<Event> listener,
            BooleanSupplier left) {
        this.index = index;
        this.plan = plan;
        this.prompt = plan.prompt().stream().mapToInt(Integer::intValue).toArray();
        this.ends = ends.stream().mapToInt(Integer::intValue).toArray();
        this.vocabulary = vocabulary;
        this.listener = listener;
        this.left = left;
        this.sampler = new Sampler(plan.sampling(), prompt);
        this.text = plan.continues() ? TokenText.continuing(vocabulary) : TokenText.beginning(vocabulary);
        this.stop = new StopText(plan.stops());
        this.likelihoods = plan.likelihoods() < 0 ? null : new Likelihoods(plan.likelihoods());
    }

    @Override
    public int[] prompt() {
        return prompt;
    }

    @Override
    public int maxTokens() {
        return plan.maxTokens();
    }

    @Override
    public boolean cancelled() {
        return left.getAsBoolean();
    }

    @Override
    public int next(FloatBuffer buffer) {
        if (scores.length == 0) {
            scores = new float[buffer.remaining()];
        }
        buffer.get(buffer.position(), scores);
        if (likelihoods != null) {
            likelihoods.set(scores);
        }
        Constraint constraint = plan.constraint();
        if (constraint != null) {
            constraint.apply(scores, ends);
        }
        int token = sampler.next(scores);
        count++;
        boolean last = ends(token);
        if (constraint != null && !last) {
            constraint.accept(token);
        }
        String said = last ? "" : stop.add(text.add(token));
        if (!said.isEmpty() || likelihoods != null) {
            listener.accept(new Event.Part(index, said, told(token)));
        }
        if (last || stop.stopped() || (constraint != null && constraint.isWhole())) {
            return end(false);
        }
        return count == plan.maxTokens() ? end(true) : token;
    }

    private boolean ends(int token) {
        for (int end : ends) {
            if (end == token) {
                return true;
            }
        }
        return false;
    }

    private int end(boolean full) {
        String rest = stop.add(text.end()) + stop.end();
        if (!rest.isEmpty()) {
            listener.accept(new Event.Part(index, rest, List.of()));
        }
        over = true;
        listener.accept(new Event.End(index, full && !stop.stopped(), count));
        return -1;
    }

    @Override
    public void ended(@Nullable Throwable failure) {
        if (!over) {
            over = true;
            listener.accept(new Event.Failure(
                    index, failure == null ? new IllegalStateException("nobody waits for the answer") : failure));
        }
    }

    private List<TokenLogprob> told(int token) {
        if (likelihoods == null) {
            return List.of();
        }
        List<TokenLogprob.TopLogprob> best = new ArrayList<>();
        for (int other : likelihoods.best()) {
            best.add(new TokenLogprob.TopLogprob(vocabulary.name(other), likelihoods.of(other), bytes(other)));
        }
        return List.of(new TokenLogprob(vocabulary.name(token), likelihoods.of(token), bytes(token), best));
    }

    private List<Integer> bytes(int token) {
        byte[] bytes = vocabulary.of(token);
        return IntStream.range(0, bytes.length).mapToObj(i -> bytes[i] & 0xFF).toList();
    }
}
