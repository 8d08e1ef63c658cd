package io.chutes.platform.weights;

/** Told about once a second how far weights have come. */
@FunctionalInterface
public interface WeightsProgress {
    /** Bytes that are done, and those that there are. */
    void at(Step step, long done, long total);
}
