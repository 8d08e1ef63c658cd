package io.chutes.template.llm.batch;

/**
 * What a {@link Batch} is busy with.
 *
 * @param running the sequences that have a place
 * @param waiting those that have none yet
 * @param kvTokens the tokens that room is kept for
 * @param kvCapacity the most there can be
 */
public record BatchLoad(int running, int waiting, int kvTokens, int kvCapacity) {}
