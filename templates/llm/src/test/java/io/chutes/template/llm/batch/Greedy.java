package io.chutes.template.llm.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Takes the best token each time, and remembers all. */
class Greedy implements Sequence {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int[] prompt;
    private final int maxTokens;
    private final List<Integer> tokens = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();
    private volatile boolean cancelled;
    private volatile @Nullable Throwable failure;
    private volatile int ends;

    Greedy(int maxTokens, int... prompt) {
        this.prompt = prompt;
        this.maxTokens = maxTokens;
    }

    @Override
    public int[] prompt() {
        return prompt;
    }

    @Override
    public int maxTokens() {
        return maxTokens;
    }

    @Override
    public int next(FloatBuffer scores) {
        int best = 0;
        for (int n = 0; n < scores.limit(); n++) {
            best = scores.get(n) > scores.get(best) ? n : best;
        }
        tokens.add(best);
        return best;
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // by the batch's thread alone
    public void ended(@Nullable Throwable why) {
        failure = why;
        ends++;
        end.complete(true);
    }

    void cancel() {
        cancelled = true;
    }

    List<Integer> tokens() {
        return tokens;
    }

    int ends() {
        return ends;
    }

    @Nullable Throwable failure() {
        return failure;
    }

    Greedy awaitEnd() {
        assertThat(end).succeedsWithin(PATIENCE);
        return this;
    }
}
