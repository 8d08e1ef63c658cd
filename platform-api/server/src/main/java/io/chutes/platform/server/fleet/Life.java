package io.chutes.platform.server.fleet;

import io.chutes.platform.api.InstanceStatus;

/** Which station of an instance's life may follow which. */
final class Life {
    private Life() {}

    /**
     * Whether a node may report {@code next} of an instance known to be {@code now}. Reports are samples, so stations may be
     * skipped, but life never runs backwards, and only the control plane decides what happens before a node has it.
     */
    static boolean mayReport(InstanceStatus now, InstanceStatus next) {
        return switch (next) {
            case PENDING, PLACING -> false;
            case PULLING, STARTING, READY, DRAINING, STOPPED, FAILED ->
                switch (now) {
                    case PENDING, STOPPED, FAILED -> false;
                    case PLACING, PULLING, STARTING, READY, DRAINING -> next.compareTo(now) >= 0;
                };
        };
    }
}
