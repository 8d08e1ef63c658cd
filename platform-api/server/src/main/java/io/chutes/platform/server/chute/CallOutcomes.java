package io.chutes.platform.server.chute;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** How many calls each version answered in a rollout, and how many failed: what went through here is added to what all know. */
public final class CallOutcomes {
    private final Map<Met, Trial.Calls> untold = new HashMap<>();

    /** What a call met. */
    private record Met(long chuteId, int rollout, int version) {}

    /** A call is over. */
    public void count(Chute chute, int version, boolean failed) {
        add(new Met(chute.id(), chute.traffic().rollout(), version), new Trial.Calls(1, failed ? 1 : 0));
    }

    /** Tells what was counted since this was done last. */
    public void tell(Jdbi jdbi) {
        Map<Met, Trial.Calls> news = take();
        if (news.isEmpty()) {
            return;
        }
        boolean told = false;
        try {
            jdbi.useTransaction(handle -> tell(handle, news));
            told = true;
        } finally {
            if (!told) {
                news.forEach(this::add);
            }
        }
    }

    private static void tell(Handle handle, Map<Met, Trial.Calls> news) {
        var batch = handle.prepareBatch("""
                insert into call_outcome (chute_id, rollout, version, calls, failed)
                values (:chute, :rollout, :version, :calls, :failed)
                on conflict (chute_id, rollout, version) do update
                    set calls = call_outcome.calls + excluded.calls, failed = call_outcome.failed + excluded.failed
                """);
        news.forEach((met, calls) -> batch.bind("chute", met.chuteId())
                .bind("rollout", met.rollout())
                .bind("version", met.version())
                .bind("calls", calls.calls())
                .bind("failed", calls.failed())
                .add());
        batch.execute();
    }

    /** What a version answered in those rollouts. */
    Trial.Calls of(Handle handle, long chuteId, int version, List<Integer> rollouts) {
        return handle.createQuery("""
                        select coalesce(sum(calls), 0) as calls, coalesce(sum(failed), 0) as failed from call_outcome
                        where chute_id = :chute and version = :version and rollout = any(:rollouts)
                        """)
                .bind("chute", chuteId)
                .bind("version", version)
                .bindArray("rollouts", Integer.class, rollouts)
                .map((row, _) -> new Trial.Calls(row.getLong("calls"), row.getLong("failed")))
                .one();
    }

    private synchronized void add(Met met, Trial.Calls calls) {
        untold.merge(
                met, calls, (one, more) -> new Trial.Calls(one.calls() + more.calls(), one.failed() + more.failed()));
    }

    private synchronized Map<Met, Trial.Calls> take() {
        Map<Met, Trial.Calls> taken = Map.copyOf(untold);
        untold.clear();
        return taken;
    }
}
