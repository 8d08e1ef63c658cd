package io.chutes.platform.server.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.chutes.platform.api.InstanceState;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.Phase;
import io.chutes.platform.api.PlatformJson;
import java.math.BigDecimal;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instance as the platform knows it.
 *
 * @param wanted whether its node is to run it
 * @param triedAt when no node was found for it first, null if there was one or nobody looked
 * @param gpuPrice what an hour of one of its GPUs costs at most, as its node's price was when it was placed; null for the list's
 * @param usageSequence the interval up to which every one is booked
 * @param usageUntil where the last booked interval ended
 * @param usageClosed after this nothing is booked any more, because its node was lost
 */
record Instance(
        String id,
        long chuteId,
        int version,
        InstanceStatus status,
        String reason,
        boolean wanted,
        String token,
        @Nullable String node,
        @Nullable String gpu,
        int gpuCount,
        @Nullable BigDecimal gpuPrice,
        int cores,
        int memoryGb,
        @Nullable URI address,
        List<Phase> phases,
        long usageSequence,
        @Nullable Instant usageUntil,
        @Nullable Instant usageClosed,
        Instant createdAt,
        @Nullable Instant triedAt,
        @Nullable Instant placedAt,
        @Nullable Instant readyAt,
        @Nullable Instant endedAt) {

    /** What its owner is shown. */
    InstanceState state(String chute) {
        return new InstanceState(
                id, chute, version, status, reason, node, gpu, gpuCount, phases, createdAt, readyAt, endedAt);
    }

    static Instance read(ResultSet row) throws SQLException {
        String address = row.getString("address");
        return new Instance(
                row.getString("id"),
                row.getLong("chute_id"),
                row.getInt("version"),
                InstanceStatus.valueOf(row.getString("status")),
                row.getString("reason"),
                row.getBoolean("wanted"),
                row.getString("token"),
                row.getString("node"),
                row.getString("gpu"),
                row.getInt("gpu_count"),
                row.getBigDecimal("gpu_price"),
                row.getInt("cores"),
                row.getInt("memory_gb"),
                address == null ? null : URI.create(address),
                phases(row.getString("phases")),
                row.getLong("usage_sequence"),
                instant(row, "usage_until"),
                instant(row, "usage_closed"),
                row.getTimestamp("created_at").toInstant(),
                instant(row, "tried_at"),
                instant(row, "placed_at"),
                instant(row, "ready_at"),
                instant(row, "ended_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private static List<Phase> phases(String json) {
        try {
            return PlatformJson.mapper().readValue(json, new TypeReference<List<Phase>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Could not read the stored phases " + json, e);
        }
    }
}
