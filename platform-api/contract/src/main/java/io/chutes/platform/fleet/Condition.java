package io.chutes.platform.fleet;

import java.util.List;

/**
 * How a node's host is, besides what it has to give.
 *
 * @param freeDiskGb room where images and weights are kept, GiB
 * @param warnings what is amiss, a sentence each: a GPU that is not offered, and why
 * @param weights models' files that are there, as {@code hf://owner/repository@commit}, those used last first; at most
 *     {@value #MOST_WEIGHTS}
 */
public record Condition(int freeDiskGb, List<String> warnings, List<String> weights) {
    /** More than that are not told of. */
    public static final int MOST_WEIGHTS = 500;

    /** Of a host of which nothing is known. */
    public static final Condition UNKNOWN = new Condition(0, List.of(), List.of());

    public Condition {
        warnings = List.copyOf(warnings);
        weights = List.copyOf(weights);
    }

    /** The same where those models' files are. */
    public Condition withWeights(List<String> there) {
        return new Condition(freeDiskGb, warnings, there.subList(0, Math.min(MOST_WEIGHTS, there.size())));
    }
}
