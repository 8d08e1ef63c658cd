package io.chutes.platform.server.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.api.Role;
import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.fleet.Condition;
import io.chutes.platform.fleet.NodePrices;
import io.chutes.platform.fleet.NodeState;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.fleet.NodeAudience;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of nodes as an account sees them: a provider those that it lends, an administrator all. */
final class NodeRows {
    private static final String SELECT = """
            select node.*, provider.name as provider from node left join account provider on provider.id = node.provider_id
            where node.deleted_at is null and (:all or node.provider_id = :account) and\s""";

    /** Those whose names follow that one. */
    List<Row> list(Handle handle, Principal viewer, @Nullable String after, int limit) {
        return withInstances(
                handle,
                handle.createQuery(SELECT
                                + "node.name collate \"C\" > :after order by node.name collate \"C\" limit :limit")
                        .bind("all", seesAll(viewer))
                        .bind("account", viewer.accountId())
                        .bind("after", after == null ? "" : after)
                        .bind("limit", limit)
                        .map((row, _) -> Row.read(row))
                        .list());
    }

    Optional<Row> find(Handle handle, Principal viewer, String name) {
        List<Row> found = handle.createQuery(SELECT + "node.name = :name")
                .bind("all", seesAll(viewer))
                .bind("account", viewer.accountId())
                .bind("name", name)
                .map((row, _) -> Row.read(row))
                .list();
        return withInstances(handle, found).stream().findFirst();
    }

    /** Keeps everybody else from changing a node, or placing something on it, until the transaction ends. */
    void lock(Handle handle, String name) {
        handle.createQuery("select name from node where name = :name for update")
                .bind("name", name)
                .mapTo(String.class)
                .findOne();
    }

    void drain(Handle handle, String name, Instant now) {
        handle.createUpdate("update node set draining_at = :now where name = :name")
                .bind("name", name)
                .bind("now", now)
                .execute();
    }

    void resume(Handle handle, String name) {
        handle.createUpdate("update node set draining_at = null, drained_at = null where name = :name")
                .bind("name", name)
                .execute();
    }

    void price(Handle handle, String name, NodePrices prices) {
        handle.createUpdate("update node set prices = cast(:prices as jsonb) where name = :name")
                .bind("name", name)
                .bind("prices", json(prices.gpus()))
                .execute();
    }

    private static String json(Map<String, Money> prices) {
        try {
            return PlatformJson.mapper().writeValueAsString(prices);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Could not write a node's prices as JSON", e);
        }
    }

    void delete(Handle handle, String name, Instant now) {
        handle.createUpdate("""
                        update node set deleted_at = :now, credential_id = null, credential_hash = null where name = :name
                        """).bind("name", name).bind("now", now).execute();
    }

    private static boolean seesAll(Principal viewer) {
        return viewer.roles().contains(Role.ADMIN);
    }

    private static List<Row> withInstances(Handle handle, List<Row> rows) {
        List<String> names = rows.stream().map(Row::name).toList();
        Map<String, List<NodeState.OnNode>> instances = handle
                .createQuery("""
                        select id, node, status, gpu, gpu_count from instance
                        where ended_at is null and node = any(:names) order by created_at, id
                        """)
                .bindArray("names", String.class, names)
                .map((row, _) -> Map.entry(
                        row.getString("node"),
                        new NodeState.OnNode(
                                row.getString("id"),
                                InstanceStatus.valueOf(row.getString("status")),
                                row.getString("gpu"),
                                row.getInt("gpu_count"))))
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        return rows.stream()
                .map(row -> row.with(instances.getOrDefault(row.name(), List.of())))
                .toList();
    }

    /**
     * A node as it is stored.
     *
     * @param audience who is told of it
     */
    record Row(
            String name,
            NodeAudience audience,
            @Nullable String provider,
            @Nullable String engine,
            Capacity capacity,
            Condition condition,
            NodePrices prices,
            @Nullable Instant joinedAt,
            @Nullable Instant heardAt,
            @Nullable Instant drainingAt,
            List<NodeState.OnNode> instances) {
        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getString("name"),
                    NodeAudience.read(row),
                    row.getString("provider"),
                    row.getString("engine"),
                    new Capacity(
                            row.getInt("cores"),
                            row.getInt("memory_gb"),
                            json(row.getString("gpus"), new TypeReference<Map<String, Integer>>() {})),
                    new Condition(
                            row.getInt("free_disk_gb"),
                            json(row.getString("warnings"), new TypeReference<List<String>>() {}),
                            json(row.getString("weights"), new TypeReference<List<String>>() {})),
                    new NodePrices(json(row.getString("prices"), new TypeReference<Map<String, Money>>() {})),
                    instant(row, "joined_at"),
                    instant(row, "heard_at"),
                    instant(row, "draining_at"),
                    List.of());
        }

        Row with(List<NodeState.OnNode> found) {
            return new Row(
                    name,
                    audience,
                    provider,
                    engine,
                    capacity,
                    condition,
                    prices,
                    joinedAt,
                    heardAt,
                    drainingAt,
                    List.copyOf(found));
        }

        private static <T> T json(String text, TypeReference<T> type) {
            try {
                return PlatformJson.mapper().readValue(text, type);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("Could not read what is stored of a node: " + text, e);
            }
        }

        private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
            @Nullable Timestamp at = row.getTimestamp(column);
            return at == null ? null : at.toInstant();
        }
    }
}
