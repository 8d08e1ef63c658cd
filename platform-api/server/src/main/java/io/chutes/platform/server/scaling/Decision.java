package io.chutes.platform.server.scaling;

/**
 * How many instances there are to be, and why.
 *
 * @param demand what it was decided from
 * @param instances how many
 * @param capped whether more are needed than there may be
 * @param reason why, in words
 */
public record Decision(Demand demand, int instances, boolean capped, String reason) {
    /** Whether there are to be more or fewer than there are. */
    public boolean changes() {
        return instances != demand.instances();
    }

    /** Whether it is news after another: a different number, or as many as there may be where more are needed now. */
    boolean saysOtherwiseThan(Decision before) {
        return instances != before.instances || capped != before.capped;
    }
}
