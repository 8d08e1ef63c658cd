package io.chutes.platform.server.scaling;

import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.server.chute.Chute;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Decides for all chutes how many instances their versions have. For one thread. */
public final class Scaler {
    private final Load load;
    private final Loads loads = new Loads();
    private final Decisions decisions = new Decisions();
    private final Map<Load.Served, Scaled> scaled = new HashMap<>();
    private Map<Long, List<Loads.Row>> told = Map.of();

    public Scaler(Load load) {
        this.load = load;
    }

    /** Lets all control planes know what goes through this one. */
    public void tell(Handle handle, Instant now) {
        loads.tell(handle, load.gateway(), load.tell(), now);
    }

    /** Counts as a call that was answered at once to the version that serves: an instance that is idle from then on is there, or starts. */
    public static void warmUp(Handle handle, Chute chute, Instant now) {
        new Loads()
                .tell(
                        handle,
                        "warmup",
                        List.of(new Load.Told(new Load.Served(chute.id(), chute.version()), 0, 0)),
                        now);
    }

    /** Lets all control planes know what jobs ask of versions: what runs, and what waits. */
    public static void tellJobs(Handle handle, List<Load.Told> jobs, Instant now) {
        new Loads().tell(handle, Loads.JOBS, jobs, now);
    }

    /**
     * Looks at what goes through all control planes, for the decisions that follow.
     *
     * @param chutes all that there are; what was known of others is forgotten
     */
    public void look(Handle handle, Collection<Chute> chutes, Instant now) {
        told = loads.all(handle, now);
        Set<Long> ids = chutes.stream().map(Chute::id).collect(Collectors.toSet());
        scaled.keySet().removeIf(served -> !ids.contains(served.chuteId()));
    }

    /** Whether calls wait here for instances. */
    public boolean holds() {
        return load.holds();
    }

    /**
     * How many instances a version that gets calls is to have.
     *
     * @param has what there is of it
     */
    public int instances(Handle handle, Chute chute, int version, ScalingSpec settings, Has has, Instant now) {
        var served = new Load.Served(chute.id(), version);
        boolean serves = version == chute.version();
        // Calls that versions have which give way are soon for the one that serves.
        Predicate<Loads.Row> own = row -> row.version() == version
                || (serves && !row.ofJobs() && !chute.traffic().versions().contains(row.version()));
        List<Loads.Row> rows =
                told.getOrDefault(chute.id(), List.of()).stream().filter(own).toList();
        Instant usedAt = rows.stream()
                .map(Loads.Row::calledAt)
                .reduce(later(chute.traffic().since(), has.usedAt()), Scaler::later);
        var demand = new Demand(
                now,
                rows.stream()
                        .filter(row -> !row.ofJobs())
                        .mapToInt(Loads.Row::inFlight)
                        .sum(),
                rows.stream()
                        .filter(row -> !row.ofJobs())
                        .mapToInt(Loads.Row::queued)
                        .sum(),
                rows.stream()
                        .filter(Loads.Row::ofJobs)
                        .mapToInt(row -> row.inFlight() + row.queued())
                        .sum(),
                has.ready(),
                has.starting(),
                usedAt);
        Scaled before = scaled.get(served);
        Autoscaler scaler = before != null && before.scaler().settings().equals(settings)
                ? before.scaler()
                : new Autoscaler(settings);
        Decision decision = scaler.decide(demand);
        if (before == null ? decision.changes() : decision.saysOtherwiseThan(before.last())) {
            decisions.keep(handle, chute.id(), version, decision);
        }
        scaled.put(served, new Scaled(scaler, decision));
        // A version that is tried out gets calls only while it has an instance.
        return serves ? decision.instances() : Math.max(1, decision.instances());
    }

    private static Instant later(Instant one, @Nullable Instant other) {
        return other != null && other.isAfter(one) ? other : one;
    }

    /**
     * The instances of a version.
     *
     * @param ready those that take calls
     * @param starting those that will
     * @param usedAt when the last of them became ready, or now if one is on its way there; null for neither
     */
    public record Has(int ready, int starting, @Nullable Instant usedAt) {}

    private record Scaled(Autoscaler scaler, Decision last) {}
}
