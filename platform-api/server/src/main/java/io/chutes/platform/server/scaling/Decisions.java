package io.chutes.platform.server.scaling;

import io.chutes.platform.api.ScalingDecision;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The rows of decisions. Each method is one thing done in the caller's transaction. */
final class Decisions {
    private static final Duration KEPT = Duration.ofDays(30);

    void keep(Handle handle, long chuteId, int version, Decision decision) {
        Demand demand = decision.demand();
        handle.createUpdate("""
                        insert into scaling_decision
                            (chute_id, version, at, in_flight, queued, ready, starting, instances, reason)
                        values (:chute, :version, :at, :inFlight, :queued, :ready, :starting, :instances, :reason)
                        """)
                .bind("chute", chuteId)
                .bind("version", version)
                .bind("at", demand.at())
                .bind("inFlight", demand.inFlight())
                .bind("queued", demand.queued())
                .bind("ready", demand.ready())
                .bind("starting", demand.starting())
                .bind("instances", decision.instances())
                .bind("reason", decision.reason())
                .execute();
        handle.createUpdate("delete from scaling_decision where chute_id = :chute and at < :before")
                .bind("chute", chuteId)
                .bind("before", demand.at().minus(KEPT))
                .execute();
    }

    /** Those with lower ids, newest first. */
    List<Row> before(Handle handle, long chuteId, long id, int limit) {
        return handle.createQuery("""
                        select * from scaling_decision where chute_id = :chute and id < :before
                        order by id desc limit :limit
                        """)
                .bind("chute", chuteId)
                .bind("before", id)
                .bind("limit", limit)
                .map((row, _) -> new Row(row.getLong("id"), read(row)))
                .list();
    }

    private static ScalingDecision read(ResultSet row) throws SQLException {
        return new ScalingDecision(
                row.getTimestamp("at").toInstant(),
                row.getInt("version"),
                row.getInt("in_flight"),
                row.getInt("queued"),
                row.getInt("ready"),
                row.getInt("starting"),
                row.getInt("instances"),
                row.getString("reason"));
    }

    /** A decision and its place in the order of all. */
    record Row(long id, ScalingDecision decision) {}
}
