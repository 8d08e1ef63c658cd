package io.chutes.platform.server.scaling;

import java.time.Instant;

/**
 * What is asked of a version of a chute at a moment, and what there is to do it.
 *
 * @param at the moment
 * @param inFlight calls that instances answer
 * @param queued calls that wait, for an instance or in one
 * @param jobs jobs that run, and those that are due
 * @param ready instances that take calls
 * @param starting instances that will
 * @param usedAt when it was last called, ran a job, was deployed, or had an instance on its way to its first call
 */
public record Demand(Instant at, int inFlight, int queued, int jobs, int ready, int starting, Instant usedAt) {
    public Demand {
        if (inFlight < 0 || queued < 0 || jobs < 0 || ready < 0 || starting < 0) {
            throw new IllegalArgumentException("Calls, jobs and instances must be 0 or more, got %d, %d, %d, %d and %d"
                    .formatted(inFlight, queued, jobs, ready, starting));
        }
    }

    /** The same where there are no jobs. */
    public Demand(Instant at, int inFlight, int queued, int ready, int starting, Instant usedAt) {
        this(at, inFlight, queued, 0, ready, starting, usedAt);
    }

    int calls() {
        return inFlight + queued;
    }

    /** One that starts counts: asking for another beside it would make none of them start sooner. */
    public int instances() {
        return ready + starting;
    }
}
