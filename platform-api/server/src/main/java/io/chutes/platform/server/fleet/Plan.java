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
        /** Ask for an instance of a version. */
        record Start(int version) implements Step {}

        /** Let an instance end. */
        record Stop(String instance, String reason) implements Step {}
    }

    /**
     * How a chute stands.
     *
     * @param refusal why nothing may be spent on it, null if something may
     * @param wanted the versions that get calls, the one that serves first
     * @param live its instances that are wanted and have not ended
     */
    record Situation(boolean deleted, @Nullable String refusal, List<Wanted> wanted, List<Live> live) {
        private int serving() {
            return wanted.getFirst().version();
        }

        private List<Live> of(int version) {
            return live.stream()
                    .filter(instance -> instance.version() == version)
                    .toList();
        }

        private boolean isWanted(int version) {
            return wanted.stream().anyMatch(it -> it.version() == version);
        }
    }

    /**
     * A version that gets calls.
     *
     * @param ended its ended instances, newest first
     */
    record Wanted(int version, List<Backoff.Ended> ended) {}

    /** A wanted instance that has not ended. */
    record Live(String id, int version, InstanceStatus status) {}

    /** The steps that bring the chute to exactly one instance of each version that gets calls, or to none if it may have none. */
    static List<Step> steps(Situation chute, Instant now) {
        if (chute.deleted()) {
            return stopAll(chute.live(), "the chute was deleted");
        }
        if (chute.refusal() != null) {
            return stopAll(chute.live(), chute.refusal());
        }
        List<Step> steps = new ArrayList<>(stopReplaced(chute));
        for (Wanted wanted : chute.wanted()) {
            if (chute.of(wanted.version()).isEmpty()
                    && !Backoff.nextStart(wanted.ended()).isAfter(now)) {
                steps.add(new Step.Start(wanted.version()));
            }
        }
        return steps;
    }

    private static List<Step> stopAll(List<Live> live, String reason) {
        return live.stream()
                .<Step>map(instance -> new Step.Stop(instance.id(), reason))
                .toList();
    }

    // A version that gets no calls any more goes on taking them until the one that serves does; an instance of it that
    // takes
    // none is of no more use.
    private static List<Step> stopReplaced(Situation chute) {
        boolean served =
                chute.of(chute.serving()).stream().anyMatch(instance -> instance.status() == InstanceStatus.READY);
        List<Live> replaced = chute.live().stream()
                .filter(instance -> !chute.isWanted(instance.version()))
                .filter(instance -> served || instance.status() != InstanceStatus.READY)
                .toList();
        return stopAll(replaced, "replaced by version " + chute.serving());
    }
}
