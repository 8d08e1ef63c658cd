package io.chutes.platform.server.scaling;

/**
 * How many instances there are to be, and why.
 *
 * @param demand what it was decided from
 * @param instances how many
 * @param reason why, in words
 */
public record Decision(Demand demand, int instances, String reason) {
    /** Whether there are to be more or fewer than there are. */
    public boolean changes() {
        return instances != demand.instances();
    }
}
