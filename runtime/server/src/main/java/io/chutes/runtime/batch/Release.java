package io.chutes.runtime.batch;

/** Why a batch waited no longer for more calls. */
public enum Release {
    /** It held as many as it may. */
    FULL,
    /** The wait that its first call granted was over. */
    WINDOW,
    /** Half of the time that one of its calls had left was over. */
    DEADLINE
}
