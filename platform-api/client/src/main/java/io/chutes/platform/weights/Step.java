package io.chutes.platform.weights;

/** What is being done with weights that are not there yet. */
public enum Step {
    /** Bytes come from the Hub. */
    FETCHING,
    /** All bytes are there and are held against their digests. */
    CHECKING
}
