package io.chutes.platform.server.chute;

/**
 * How a new version fares.
 *
 * @param version it
 * @param formerVersion the one that it takes the place of
 * @param tried the calls that it answered
 * @param former those that the former one answered in its last rollout and in this
 * @param failedInstances how many instances of it have failed by themselves
 * @param lastFailure why the last one did, empty if none did
 */
record Trial(int version, int formerVersion, Calls tried, Calls former, int failedInstances, String lastFailure) {
    /** Calls, and those of them that failed. */
    record Calls(long calls, long failed) {
        static final Calls NONE = new Calls(0, 0);

        double failedShare() {
            return calls == 0 ? 0 : (double) failed / calls;
        }
    }
}
