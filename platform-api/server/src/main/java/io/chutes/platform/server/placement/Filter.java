package io.chutes.platform.server.placement;

/** What a node must pass to be chosen, in the order in which it is asked. */
public enum Filter {
    /** It has GPUs at all. */
    GPUS("no GPU"),
    /** Of a model that is included, or any if none is. */
    INCLUDE("no model of include"),
    /** Not of one that is excluded. */
    EXCLUDE("only models of exclude"),
    /** With enough memory. */
    VRAM("GPUs of less than minVramGb"),
    /** At a price that may be paid. */
    PRICE("GPUs above maxHourlyPrice"),
    /** As many of one model. */
    COUNT("fewer GPUs of a model than asked for"),
    /** Enough cores. */
    CORES("fewer cores than asked for"),
    /** Enough memory. */
    MEMORY("less memory than asked for"),
    /** Of all that, enough that nobody holds. */
    FREE("what is asked for, all taken");

    private final String words;

    Filter(String words) {
        this.words = words;
    }

    /** What a node has that this rules out. */
    String words() {
        return words;
    }
}
