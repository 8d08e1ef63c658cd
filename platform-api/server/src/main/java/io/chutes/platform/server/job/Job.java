package io.chutes.platform.server.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.chutes.platform.api.JobProgress;
import io.chutes.platform.api.JobState;
import io.chutes.platform.api.JobStatus;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.Problem;
import io.chutes.platform.server.billing.Spender;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job as it is stored, without its input and its result.
 *
 * @param number its place in the order of all
 * @param owner who started it, and pays
 * @param chuteId the chute
 * @param chuteOwnerId whose that is
 * @param beganAt when the attempt that runs or ran last was sent to its instance
 * @param leased whether somebody has to see to it at its instance
 */
record Job(
        JobState state,
        long number,
        Spender owner,
        long chuteId,
        long chuteOwnerId,
        @Nullable Instant beganAt,
        boolean leased) {
    String id() {
        return state.id();
    }

    JobStatus status() {
        return state.status();
    }

    /** Whether it is for a chute of the account that started it. */
    boolean isOfOwnChute() {
        return owner.accountId() == chuteOwnerId;
    }

    /** The chute as everybody may call it: with its account. */
    String fullChute() {
        return state.account() + "/" + state.chute();
    }

    /** How long the attempt has run until then. */
    Duration ran(Instant until) {
        return beganAt == null || until.isBefore(beganAt) ? Duration.ZERO : Duration.between(beganAt, until);
    }

    static Job read(ResultSet row) throws SQLException {
        String account = row.getString("chute_account");
        String chute = row.getString("chute");
        long accountId = row.getLong("account_id");
        long chuteOwnerId = row.getLong("chute_owner");
        var state = new JobState(
                row.getString("id"),
                account,
                chute,
                row.getString("name"),
                JobStatus.valueOf(row.getString("status")),
                row.getString("reason"),
                progress(row),
                row.getInt("attempt"),
                row.getObject("version", Integer.class),
                row.getString("instance"),
                row.getTimestamp("created_at").toInstant(),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                instant(row, "expires_at"),
                problem(row.getString("problem")));
        @Nullable BigDecimal cap = row.getBigDecimal("spend_cap");
        var owner = new Spender(
                accountId,
                row.getString("account"),
                accountId == chuteOwnerId ? chute : account + "/" + chute,
                new Spender.Key(row.getString("key_id"), cap == null ? null : new Money(cap)));
        return new Job(
                state,
                row.getLong("number"),
                owner,
                row.getLong("chute_id"),
                chuteOwnerId,
                instant(row, "began_at"),
                row.getString("lease") != null);
    }

    private static @Nullable JobProgress progress(ResultSet row) throws SQLException {
        String message = row.getString("message");
        return message == null ? null : new JobProgress(row.getDouble("fraction"), message);
    }

    private static @Nullable Problem problem(@Nullable String json) {
        try {
            return json == null ? null : Problem.read(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Could not read the stored problem " + json, e);
        }
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
