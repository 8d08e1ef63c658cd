package io.chutes.platform.server.scaling;

import java.time.Instant;

/**
 * What is asked of a version of a chute at a moment, and what there is to do it.
 *
 * @param at the moment
 * @param inFlight calls that instances answer
 * @param queued calls that wait, for an instance or in one
 * @param ready instances that take calls
 * @param starting instances that will
 * @param usedAt when it was last called, deployed, or had an instance on its way to its first call
 */
public record Demand(Instant at, int inFlight, int queued, int ready, int starting, Instant usedAt) {
    public Demand {
        if (inFlight < 0 || queued < 0 || ready < 0 || starting < 0) {
            throw new IllegalArgumentException("Calls and instances must be 0 or more, got %d, %d, %d and %d"
                    .formatted(inFlight, queued, ready, starting));
        }
    }

    int calls() {
        return inFlight + queued;
    }

    /** One that starts counts: asking for another beside it would make none of them start sooner. */
    public int instances() {
        return ready + starting;
    }
}
