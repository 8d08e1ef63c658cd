package io.chutes.template.llm.batch;

import io.chutes.template.llm.model.Chunk;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A sequence that was submitted: its place, once it has one, and how far it is. */
final class Running {
    private final Sequence sequence;
    private final int[] prompt;
    private int start;
    private int left;
    private int done;
    private int last;

    Running(Sequence sequence) {
        this.sequence = sequence;
        this.prompt = sequence.prompt();
        this.left = sequence.maxTokens();
    }

    int start() {
        return start;
    }

    void place(int first) {
        start = first;
    }

    int[] prompt() {
        return prompt;
    }

    /** How many tokens it may generate still. */
    int left() {
        return left;
    }

    /** How many tokens of its prompt are to be run. */
    int unread() {
        return prompt.length - done;
    }

    boolean isCancelled() {
        return sequence.cancelled();
    }

    void ended(@Nullable Throwable failure) {
        sequence.ended(failure);
    }

    /** Whether its prompt was run, but for what the next step runs anyway. */
    boolean generates() {
        return done >= prompt.length;
    }

    /** What it has for the next step, of its prompt at most so many tokens. */
    Chunk next(int most) {
        if (generates()) {
            return new Chunk(start, done, new int[] {last}, true);
        }
        int end = Math.min(prompt.length, done + most);
        return new Chunk(start, done, Arrays.copyOfRange(prompt, done, end), end == prompt.length);
    }

    void ran(Chunk chunk) {
        done += chunk.tokens().length;
    }

    /** Lets it choose a token; answers whether more are to follow. */
    boolean choose(FloatBuffer scores) {
        last = sequence.next(scores);
        left--;
        return last >= 0 && left > 0;
    }
}
