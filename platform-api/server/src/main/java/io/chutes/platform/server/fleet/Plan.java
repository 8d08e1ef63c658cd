package io.chutes.platform.server.fleet;

import io.chutes.platform.api.InstanceStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
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

        private List<Live> of(int version, boolean leaving) {
            return of(version).stream().filter(it -> it.leaving() == leaving).toList();
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
     * @param instances how many of it there are to be
     * @param ended its ended instances, newest first
     */
    record Wanted(int version, int instances, List<Backoff.Ended> ended) {}

    /**
     * A wanted instance that has not ended.
     *
     * @param calls how many it has, as far as is known here
     * @param working whether jobs run on it, which would end with it: it stays until they are over
     * @param leaving whether its node is to have none: another takes its place, then it ends
     */
    record Live(String id, int version, InstanceStatus status, int calls, boolean working, boolean leaving) {
        boolean isReady() {
            return status == InstanceStatus.READY;
        }
    }

    /** The steps that bring the chute to as many instances of each version as there are to be, or to none if it may have none. */
    static List<Step> steps(Situation chute, Instant now) {
        if (chute.deleted()) {
            return stopAll(chute.live(), "the chute was deleted");
        }
        if (chute.refusal() != null) {
            return stopAll(chute.live(), chute.refusal());
        }
        List<Step> steps = new ArrayList<>(stopReplaced(chute));
        for (Wanted wanted : chute.wanted()) {
            List<Live> has = chute.of(wanted.version(), false);
            if (!Backoff.nextStart(wanted.ended()).isAfter(now)) {
                Stream.generate(() -> new Step.Start(wanted.version()))
                        .limit(Math.max(0, wanted.instances() - has.size()))
                        .forEach(steps::add);
            }
            steps.addAll(stopSurplus(has, wanted.instances()));
            long missing =
                    wanted.instances() - has.stream().filter(Live::isReady).count();
            steps.addAll(stopAll(
                    dispensable(chute.of(wanted.version(), true), missing), "moved: its node is being drained"));
        }
        return steps;
    }

    // What takes no calls yet goes first, then what has the fewest; what has jobs stays until they are over.
    private static List<Step> stopSurplus(List<Live> has, int wanted) {
        return has.stream()
                .sorted(Comparator.comparing(Live::working)
                        .thenComparing(Live::isReady)
                        .thenComparingInt(Live::calls))
                .limit(Math.max(0, has.size() - wanted))
                .filter(it -> !it.working())
                .<Step>map(it -> new Step.Stop(it.id(), "no longer needed: " + wanted + " of its version are enough"))
                .toList();
    }

    private static List<Step> stopAll(List<Live> live, String reason) {
        return live.stream()
                .<Step>map(instance -> new Step.Stop(instance.id(), reason))
                .toList();
    }

    // A version that is replaced takes the calls until the one that serves does: as many of its ready instances stay as
    // that one has yet to have ready, and none once it is to have none.
    private static List<Step> stopReplaced(Situation chute) {
        int wanted = chute.wanted().getFirst().instances();
        long ready = chute.of(chute.serving()).stream().filter(Live::isReady).count();
        long missing = wanted > 0 && ready == 0 ? Long.MAX_VALUE : wanted - ready;
        List<Live> replaced = chute.live().stream()
                .filter(instance -> !chute.isWanted(instance.version()))
                .toList();
        return stopAll(dispensable(replaced, missing), "replaced by version " + chute.serving());
    }

    // Of those that give way, all but as many ready ones as are missing; the busiest stay.
    private static List<Live> dispensable(List<Live> givingWay, long missing) {
        List<Live> busiestFirst = givingWay.stream()
                .sorted(Comparator.comparing(Live::isReady)
                        .thenComparingInt(Live::calls)
                        .reversed())
                .toList();
        long kept = busiestFirst.stream()
                .filter(Live::isReady)
                .limit(Math.max(0, missing))
                .count();
        return busiestFirst.stream().skip(kept).filter(it -> !it.working()).toList();
    }
}
