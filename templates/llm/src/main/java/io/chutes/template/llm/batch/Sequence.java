package io.chutes.template.llm.batch;

import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/** One request in the running batch, as the batch sees it: it is asked for each next token. Only the batch's thread calls it, but for {@link #cancelled}. */
public interface Sequence {
    /** The tokens before the first that is generated; at least one. */
    int[] prompt();

    /** How many tokens are generated at most, 1 or more: what room is kept for. */
    int maxTokens();

    /**
     * Chooses the next token and passes it on.
     *
     * @param scores one for each word of the vocabulary, before any softmax; its to read and to change during the call
     * @return the token, or -1 if nothing is to follow
     */
    int next(FloatBuffer scores);

    /** Whether its caller has left: its place is free before the next step. Asked from the batch's thread, answered from any. */
    boolean cancelled();

    /** Nothing follows: the last token was chosen, the room is used up, it was cancelled, or the model failed. Called once. */
    void ended(@Nullable Throwable failure);
}
