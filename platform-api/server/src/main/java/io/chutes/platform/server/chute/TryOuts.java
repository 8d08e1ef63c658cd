package io.chutes.platform.server.chute;

import io.chutes.platform.api.Canary;
import io.chutes.platform.api.Rollout;
import io.chutes.platform.api.Rollout.Cause;
import io.chutes.platform.server.event.Events;
import io.chutes.platform.server.event.Occurrence;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Looks at new versions while they are new, and rolls back those that fail. What was rolled back to is not looked at. */
public final class TryOuts {
    private final Jdbi jdbi;
    private final Chutes chutes;
    private final TryOut rule;
    private final InstantSource clock;
    private final CallOutcomes outcomes = new CallOutcomes();
    private final Rollouts rollouts = new Rollouts();

    TryOuts(Jdbi jdbi, Chutes chutes, TryOut rule, InstantSource clock) {
        this.jdbi = jdbi;
        this.chutes = chutes;
        this.rule = rule;
        this.clock = clock;
    }

    /** How calls end. */
    public CallOutcomes outcomes() {
        return outcomes;
    }

    /** Rolls a chute's new version back if it fails; whether it did. */
    public boolean judge(Chute chute) {
        return !chute.deleted()
                && jdbi.withHandle(handle -> verdict(handle, chute)).isPresent()
                && jdbi.inTransaction(handle -> rollBack(handle, chute));
    }

    /** Whether a version of a chute is given up if it fails. */
    public boolean judges(Handle handle, Chute chute, int version) {
        return trial(handle, chute).filter(trial -> trial.version() == version).isPresent();
    }

    private boolean isOn(Handle handle, Chute chute) {
        Traffic traffic = chute.traffic();
        return switch (traffic.cause()) {
            case DEPLOYED, PROMOTED ->
                clock.instant().isBefore(traffic.since().plus(rule.window())) || !hasBeenReady(handle, chute);
            case CANARY -> true;
            case ROLLED_BACK -> false;
        };
    }

    private static boolean hasBeenReady(Handle handle, Chute chute) {
        return handle.createQuery("""
                        select exists (select from instance where chute_id = :chute and version = :version
                            and ready_at is not null and (ended_at is null or ended_at >= :since))
                        """)
                .bind("chute", chute.id())
                .bind("version", chute.version())
                .bind("since", chute.traffic().since())
                .mapTo(Boolean.class)
                .one();
    }

    private Optional<Verdict> verdict(Handle handle, Chute chute) {
        return trial(handle, chute).flatMap(trial -> rule.verdict(trial).map(reason -> new Verdict(trial, reason)));
    }

    private Optional<Trial> trial(Handle handle, Chute chute) {
        if (!isOn(handle, chute)) {
            return Optional.empty();
        }
        Traffic traffic = chute.traffic();
        Canary canary = traffic.canary();
        if (canary != null) {
            return Optional.of(trial(handle, chute, canary.version(), traffic.version()));
        }
        return rollouts.before(handle, chute.id(), traffic.rollout(), 1).stream()
                .map(Rollout::version)
                .filter(former -> former != traffic.version())
                .findFirst()
                .map(former -> trial(handle, chute, traffic.version(), former));
    }

    private Trial trial(Handle handle, Chute chute, int version, int former) {
        int rollout = chute.traffic().rollout();
        var calls = outcomes.of(handle, chute.id(), version, List.of(rollout));
        var formerCalls = outcomes.of(handle, chute.id(), former, List.of(rollout - 1, rollout));
        // What was on a node that was lost says nothing of the version.
        return handle.createQuery("""
                        select count(*) as failed, coalesce((array_agg(reason order by ended_at desc))[1], '') as reason
                        from instance where chute_id = :chute and version = :version and status = 'FAILED'
                            and created_at >= :since and usage_closed is null
                        """)
                .bind("chute", chute.id())
                .bind("version", version)
                .bind("since", chute.traffic().since())
                .map((row, _) ->
                        new Trial(version, former, calls, formerCalls, row.getInt("failed"), row.getString("reason")))
                .one();
    }

    private boolean rollBack(Handle handle, Chute seen) {
        Optional<Chute> chute = chutes.lock(handle, seen.accountId(), seen.name())
                .filter(now -> now.traffic().equals(seen.traffic()));
        Optional<Verdict> verdict = chute.flatMap(now -> verdict(handle, now));
        verdict.ifPresent(it -> rollBack(handle, seen, it));
        return verdict.isPresent();
    }

    private void rollBack(Handle handle, Chute chute, Verdict verdict) {
        Instant now = clock.instant();
        Trial trial = verdict.trial();
        Rollout rollout = rollouts.next(handle, chute.id(), trial.formerVersion(), null, Cause.ROLLED_BACK, now);
        Events.record(
                handle,
                Occurrence.of(
                                chute.accountId(),
                                "chute.rolled-back",
                                "Version %d gets all calls again: %s"
                                        .formatted(trial.formerVersion(), verdict.reason()))
                        .chute(chute.name())
                        .with("rollout", rollout.number())
                        .with("version", trial.formerVersion())
                        .with("failedVersion", trial.version())
                        .with("calls", trial.tried().calls())
                        .with("failedCalls", trial.tried().failed())
                        .with("formerCalls", trial.former().calls())
                        .with("formerFailedCalls", trial.former().failed())
                        .with("failedInstances", trial.failedInstances()));
    }

    private record Verdict(Trial trial, String reason) {}
}
