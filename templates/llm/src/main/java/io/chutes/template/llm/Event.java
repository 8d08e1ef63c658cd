package io.chutes.template.llm;

import io.chutes.template.llm.openai.TokenLogprob;
import java.util.List;

/** What happens to one of the answers to a call. */
sealed interface Event {
    /** Which answer it is, from 0. */
    int index();

    /**
     * It goes on.
     *
     * @param tokens how likely its tokens were, if that was asked for
     */
    record Part(int index, String text, List<TokenLogprob> tokens) implements Event {}

    /**
     * It is whole.
     *
     * @param full whether only because it has as many tokens as it may
     * @param tokens how many were generated
     */
    record End(int index, boolean full, int tokens) implements Event {}

    /** It will never be. */
    record Failure(int index, Throwable cause) implements Event {}
}
