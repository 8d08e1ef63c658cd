package io.chutes.platform.server.fleet;

import io.chutes.platform.api.InstanceStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to happen to the instances of one chute, decided from how things are and from nothing else. */
final class Plan {
    private Plan() {}

    /** One thing to do. */
    sealed interface Step {
        /** Ask for an instance of the chute's current version. */
        record Start() implements Step {}

        /** Let an instance end. */
        record Stop(String instance, String reason) implements Step {}
    }

    /**
     * How a chute stands.
     *
     * @param refusal why nothing may be spent on it, null if something may
     * @param version the version that is to serve
     * @param live its instances that are wanted and have not ended
     * @param ended the ended instances of that version, newest first
     */
    record Situation(
            boolean deleted, @Nullable String refusal, int version, List<Live> live, List<Backoff.Ended> ended) {}

    /** A wanted instance that has not ended. */
    record Live(String id, int version, InstanceStatus status) {}

    /** The steps that bring the chute to exactly one instance of its current version, or to none if it may have none. */
    static List<Step> steps(Situation chute, Instant now) {
        if (chute.deleted()) {
            return stopAll(chute.live(), "the chute was deleted");
        }
        if (chute.refusal() != null) {
            return stopAll(chute.live(), chute.refusal());
        }
        List<Live> current = chute.live().stream()
                .filter(instance -> instance.version() == chute.version())
                .toList();
        List<Step> steps = new ArrayList<>(stopReplaced(chute, current));
        if (current.isEmpty() && !Backoff.nextStart(chute.ended()).isAfter(now)) {
            steps.add(new Step.Start());
        }
        return steps;
    }

    private static List<Step> stopAll(List<Live> live, String reason) {
        return live.stream()
                .<Step>map(instance -> new Step.Stop(instance.id(), reason))
                .toList();
    }

    // An older version that takes calls goes on doing so until the new one does; one that does not is of no more use.
    private static List<Step> stopReplaced(Situation chute, List<Live> current) {
        boolean served = current.stream().anyMatch(instance -> instance.status() == InstanceStatus.READY);
        List<Live> replaced = chute.live().stream()
                .filter(instance -> instance.version() != chute.version())
                .filter(instance -> served || instance.status() != InstanceStatus.READY)
                .toList();
        return stopAll(replaced, "replaced by version " + chute.version());
    }
}
