package io.chutes.template.llm.model;

/**
 * Tokens of one sequence that a step runs: one that was chosen, or some of a prompt.
 *
 * @param start where the sequence's room begins in the memory of keys and values
 * @param before how many of its tokens were run before
 * @param scored whether the scores after its last token are wanted
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record Chunk(int start, int before, int[] tokens, boolean scored) {}
