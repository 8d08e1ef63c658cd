package io.chutes.annotation;

import java.time.Instant;

/** The attempt at a {@link Job} that runs. */
public interface JobContext {
    /** The job's id, the same in each attempt. */
    String jobId();

    /** Which attempt this is, from 1. */
    int attempt();

    /** When this attempt will be ended. */
    Instant deadline();

    /** Whether the job was cancelled or the deadline is past: stop. */
    boolean cancelled();

    /**
     * Tells those who ask for the job's state how far it is.
     *
     * @param fraction from 0 to 1
     * @param message a few words
     */
    void progress(double fraction, String message);
}
