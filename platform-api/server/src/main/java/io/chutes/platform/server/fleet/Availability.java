package io.chutes.platform.server.fleet;

import io.chutes.platform.api.InstanceStatus;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Whether a chute can take a call now. */
public sealed interface Availability {
    /** How long a caller should leave a chute alone for which there is no node. */
    Duration NO_ROOM_RETRY = Duration.ofSeconds(10);

    /** A wait that is no reason to send callers away. */
    Duration SHORT = Duration.ofSeconds(2);

    /**
     * It can.
     *
     * @param targets at least one, the newest first; of any version that takes calls
     */
    record Ready(List<Target> targets) implements Availability {
        public Ready {
            targets = List.copyOf(targets);
        }
    }

    /** Not yet; waiting is likely to help. */
    record Starting(String reason) implements Availability {
        /** What is ready accepts no connections: it is gone, and is soon found to be. */
        public static final Starting UNREACHABLE =
                new Starting("none that is ready accepts connections; those that died are replaced");
    }

    /** No, and waiting a little will not help. */
    record Unavailable(String reason, Duration retryAfter) implements Availability {}

    /**
     * An instance that takes calls.
     *
     * @param instance its id
     * @param version the version of the chute it runs
     * @param address where it answers
     * @param token what it asks of its callers
     */
    record Target(String instance, int version, URI address, String token) {
        /** Hides the token. */
        @Override
        public String toString() {
            return "Target[" + instance + " at " + address + "]";
        }
    }

    /**
     * Decides.
     *
     * @param serving the version that serves
     * @param live the instances that have not ended, newest first
     * @param ended the ended ones of the version that serves, newest first
     */
    static Availability of(int serving, List<Instance> live, List<Backoff.Ended> ended, Instant now) {
        List<Target> targets = live.stream()
                .filter(Availability::takesCalls)
                .map(Availability::target)
                .toList();
        if (!targets.isEmpty()) {
            return new Ready(targets);
        }
        return live.stream()
                .filter(Instance::wanted)
                .min(Comparator.comparing((Instance instance) -> instance.version() != serving)
                        .thenComparing(Availability::hasNoRoom))
                .map(Availability::unready)
                .orElseGet(() -> absent(ended, now));
    }

    private static boolean takesCalls(Instance instance) {
        return instance.wanted() && instance.status() == InstanceStatus.READY && instance.address() != null;
    }

    @SuppressWarnings("NullAway") // who asks has looked whether there is an address
    static Target target(Instance instance) {
        return new Target(instance.id(), instance.version(), instance.address(), instance.token());
    }

    private static Availability unready(Instance instance) {
        return hasNoRoom(instance)
                ? new Unavailable(instance.reason(), NO_ROOM_RETRY)
                : new Starting(instance.reason());
    }

    private static boolean hasNoRoom(Instance instance) {
        return instance.status() == InstanceStatus.PENDING && instance.triedAt() != null;
    }

    private static Availability absent(List<Backoff.Ended> ended, Instant now) {
        Duration wait = ended.isEmpty() ? Duration.ZERO : Duration.between(now, later(now, Backoff.nextStart(ended)));
        if (wait.isZero()) {
            return new Starting("an instance is about to be started");
        }
        Backoff.Ended last = ended.getFirst();
        String reason = "the last instance failed: " + last.reason() + "; the next is started in "
                + Math.max(1, wait.toSeconds()) + " s";
        // One that did its work and died is likely to do so again, and is waited for.
        return last.readyAt() != null && wait.compareTo(SHORT) <= 0
                ? new Starting(reason)
                : new Unavailable(reason, wait);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
