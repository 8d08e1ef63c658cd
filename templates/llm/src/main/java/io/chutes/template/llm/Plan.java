package io.chutes.template.llm;

import io.chutes.template.llm.grammar.Constraint;
import io.chutes.template.llm.sampling.Sampling;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one answer is to be.
 *
 * @param continues whether the answer goes on within the prompt's text, where else it begins a text of its own
 * @param maxTokens at most so many are generated
 * @param stops what ends it
 * @param likelihoods how many others are told with each token; -1 if nothing is told
 * @param constraint what it keeps to
 */
record Plan(
        List<Integer> prompt,
        boolean continues,
        int maxTokens,
        List<String> stops,
        Sampling sampling,
        int likelihoods,
        @Nullable Constraint constraint) {}
