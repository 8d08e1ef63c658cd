package io.chutes.platform.server.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.fleet.NodeReport;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The rows of nodes. Each method is one statement in the caller's transaction. */
final class NodeStore {
    /** Writes down what a node said of itself, and locks its row: reports of one node are taken one after the other. */
    void hear(Handle handle, String node, NodeReport report, Instant now) {
        handle.createUpdate("""
                        insert into node (name, engine, cores, memory_gb, gpus, heard_at)
                        values (:name, :engine, :cores, :memoryGb, cast(:gpus as jsonb), :now)
                        on conflict (name) do update set engine = excluded.engine, cores = excluded.cores,
                            memory_gb = excluded.memory_gb, gpus = excluded.gpus,
                            heard_at = greatest(node.heard_at, excluded.heard_at)
                        """)
                .bind("name", node)
                .bind("engine", report.engine())
                .bind("cores", report.capacity().cores())
                .bind("memoryGb", report.capacity().memoryGb())
                .bind("gpus", json(report.capacity().gpus()))
                .bind("now", now)
                .execute();
    }

    /** What is free on the nodes heard of after {@code since}. Their rows are locked until the transaction ends. */
    List<NodeRoom> lockRooms(Handle handle, Instant since) {
        List<NodeRoom> nodes = handle.createQuery("select * from node where heard_at > :since order by name for update")
                .bind("since", since)
                .map((row, _) -> capacity(row))
                .list();
        return nodes.stream().map(node -> free(handle, node)).toList();
    }

    private static NodeRoom free(Handle handle, NodeRoom node) {
        NodeRoom free = node;
        for (Placement.On held : held(handle, node.name())) {
            free = free.without(held);
        }
        return free;
    }

    private static List<Placement.On> held(Handle handle, String node) {
        return handle.createQuery("select * from instance where node = :node and ended_at is null")
                .bind("node", node)
                .map((row, _) -> new Placement.On(
                        row.getString("node"),
                        row.getString("gpu"),
                        row.getInt("gpu_count"),
                        row.getInt("cores"),
                        row.getInt("memory_gb")))
                .list();
    }

    private static NodeRoom capacity(ResultSet row) throws SQLException {
        return new NodeRoom(
                row.getString("name"), row.getInt("cores"), row.getInt("memory_gb"), gpus(row.getString("gpus")));
    }

    private static Map<String, Integer> gpus(String json) {
        try {
            return PlatformJson.mapper().readValue(json, new TypeReference<Map<String, Integer>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Could not read the stored GPUs " + json, e);
        }
    }

    private static String json(Map<String, Integer> gpus) {
        try {
            return PlatformJson.mapper().writeValueAsString(gpus);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Could not write GPUs as JSON", e);
        }
    }
}
