package io.chutes.template.llm;

import java.util.List;

/**
 * A prompt as the model reads it.
 *
 * @param echo what each answer to it begins with
 * @param answers how many there are to be
 * @param maxTokens how many tokens each has at most
 */
record ReadPrompt(List<Integer> tokens, String echo, int answers, int maxTokens) {}
