package io.chutes.platform.fleet;

import java.util.List;

/**
 * How a node's host is, besides what it has to give.
 *
 * @param freeDiskGb room where images and weights are kept, GiB
 * @param warnings what is amiss, a sentence each: a GPU that is not offered, and why
 */
public record Condition(int freeDiskGb, List<String> warnings) {
    /** Of a host of which nothing is known. */
    public static final Condition UNKNOWN = new Condition(0, List.of());

    public Condition {
        warnings = List.copyOf(warnings);
    }
}
