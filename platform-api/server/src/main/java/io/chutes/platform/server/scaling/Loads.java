package io.chutes.platform.server.scaling;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The rows of what gateways have under way. Each method is one thing done in the caller's transaction. */
final class Loads {
    /** Whoever has told nothing for so long has nothing, or is gone. */
    private static final Duration SILENT = Duration.ofSeconds(5);

    /** Until when a row says when a version was called last: idleShutdown is at most 7 days. */
    private static final Duration KEPT = Duration.ofDays(8);

    /** The name by which jobs are told of: whichever control plane tells them, it tells all. */
    static final String JOBS = "jobs";

    /** Tells what a gateway has. */
    void tell(Handle handle, String gateway, List<Load.Told> told, Instant now) {
        if (told.isEmpty()) {
            return;
        }
        var batch = handle.prepareBatch("""
                insert into gateway_load (gateway, chute_id, version, in_flight, queued, told_at)
                values (:gateway, :chute, :version, :inFlight, :queued, :now)
                on conflict (gateway, chute_id, version) do update
                    set in_flight = excluded.in_flight, queued = excluded.queued, told_at = excluded.told_at
                """);
        for (Load.Told it : told) {
            batch.bind("gateway", gateway)
                    .bind("chute", it.served().chuteId())
                    .bind("version", it.served().version())
                    .bind("inFlight", it.inFlight())
                    .bind("queued", it.queued())
                    .bind("now", now)
                    .add();
        }
        batch.execute();
        handle.createUpdate("delete from gateway_load where told_at < :before")
                .bind("before", now.minus(KEPT))
                .execute();
    }

    /** What all gateways have, by chute. */
    Map<Long, List<Row>> all(Handle handle, Instant now) {
        return handle.createQuery("""
                        select chute_id, version, gateway = :jobs as of_jobs, max(told_at) as called_at,
                            coalesce(sum(in_flight) filter (where told_at > :since), 0) as in_flight,
                            coalesce(sum(queued) filter (where told_at > :since), 0) as queued
                        from gateway_load group by chute_id, version, of_jobs
                        """)
                .bind("since", now.minus(SILENT))
                .bind("jobs", JOBS)
                .map((row, _) -> new Row(
                        row.getLong("chute_id"),
                        row.getInt("version"),
                        row.getBoolean("of_jobs"),
                        row.getInt("in_flight"),
                        row.getInt("queued"),
                        row.getTimestamp("called_at").toInstant()))
                .collect(Collectors.groupingBy(Row::chuteId));
    }

    /**
     * What all gateways have of a version, or its jobs.
     *
     * @param calledAt when there was a call last
     */
    record Row(long chuteId, int version, boolean ofJobs, int inFlight, int queued, Instant calledAt) {}
}
