package io.chutes.platform.server.chute;

import io.chutes.platform.api.Canary;
import io.chutes.platform.api.Rollout;
import io.chutes.platform.api.Rollout.Cause;
import io.chutes.platform.api.Split;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of rollouts. Each method is one thing done in the caller's transaction. */
final class Rollouts {
    private static final Numbered<Rollout> NUMBERED = new Numbered<>("chute_rollout", "number", (row, _) -> read(row));

    /** The one in force. */
    Rollout current(Handle handle, long chuteId) {
        return before(handle, chuteId, Integer.MAX_VALUE, 1).getFirst();
    }

    /** Those with lower numbers, newest first. */
    List<Rollout> before(Handle handle, long chuteId, long number, int limit) {
        return NUMBERED.before(handle, chuteId, number, limit);
    }

    /** Whether a version has ever got all calls that no canary got. */
    boolean hasServed(Handle handle, long chuteId, int version) {
        return handle.createQuery(
                        "select exists (select 1 from chute_rollout where chute_id = :chute and version = :version)")
                .bind("chute", chuteId)
                .bind("version", version)
                .mapTo(Boolean.class)
                .one();
    }

    /** Puts the next one in force. */
    Rollout next(Handle handle, long chuteId, int version, @Nullable Canary canary, Cause cause, Instant now) {
        int number = handle.createQuery("update chute set rollout = rollout + 1 where id = :chute returning rollout")
                .bind("chute", chuteId)
                .mapTo(Integer.class)
                .one();
        return handle.createQuery("""
                        insert into chute_rollout (chute_id, number, version, canary, percent, split, cause, created_at)
                        values (:chute, :number, :version, :canary, :percent, :split, :cause, :now) returning *
                        """)
                .bind("chute", chuteId)
                .bind("number", number)
                .bind("version", version)
                .bind("canary", canary == null ? null : canary.version())
                .bind("percent", canary == null ? null : canary.percent())
                .bind("split", canary == null ? null : canary.split().name())
                .bind("cause", cause.name())
                .bind("now", now)
                .map((row, _) -> read(row))
                .one();
    }

    private static Rollout read(ResultSet row) throws SQLException {
        return new Rollout(
                row.getInt("number"),
                row.getInt("version"),
                canary(row),
                Cause.valueOf(row.getString("cause")),
                row.getTimestamp("created_at").toInstant());
    }

    static @Nullable Canary canary(ResultSet row) throws SQLException {
        String split = row.getString("split");
        return split == null ? null : new Canary(row.getInt("canary"), row.getInt("percent"), Split.valueOf(split));
    }
}
