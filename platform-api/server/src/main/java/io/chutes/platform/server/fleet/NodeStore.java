package io.chutes.platform.server.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.fleet.NodeReport;
import io.chutes.platform.server.placement.Cluster;
import io.chutes.platform.server.placement.Node;
import io.chutes.platform.server.placement.Placement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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

    /**
     * The nodes heard of after {@code since}. Their rows are locked until the transaction ends.
     *
     * @param image is told of as held where it has run
     */
    Cluster lock(Handle handle, Instant since, String image) {
        List<Node> empty = handle.createQuery("select * from node where heard_at > :since order by name for update")
                .bind("since", since)
                .map((row, _) -> empty(row))
                .list();
        Set<String> ran = ran(handle, image);
        Map<String, List<Held>> held = held(handle);
        return new Cluster(empty.stream()
                .map(node -> ran.contains(node.name()) ? holding(node, image) : node)
                .map(node -> filled(node, held.getOrDefault(node.name(), List.of())))
                .toList());
    }

    private static Node filled(Node node, List<Held> held) {
        Node filled = node;
        for (Held it : held) {
            filled = filled.with(it.chuteId(), it.part());
        }
        return filled;
    }

    private static Node holding(Node node, String image) {
        return new Node(node.name(), node.cores(), node.memoryGb(), node.gpus(), Set.of(image), node.instances());
    }

    private static Set<String> ran(Handle handle, String image) {
        return handle.createQuery("""
                        select distinct i.node from instance i
                        join chute_version v on v.chute_id = i.chute_id and v.version = i.version
                        where v.image = :image and i.ready_at is not null
                        """).bind("image", image).mapTo(String.class).set();
    }

    private static Map<String, List<Held>> held(Handle handle) {
        return handle
                .createQuery("select * from instance where node is not null and ended_at is null")
                .map((row, _) -> new Held(
                        row.getLong("chute_id"),
                        new Placement.On(
                                row.getString("node"),
                                row.getString("gpu"),
                                row.getInt("gpu_count"),
                                row.getInt("cores"),
                                row.getInt("memory_gb"))))
                .stream()
                .collect(Collectors.groupingBy(it -> it.part().node()));
    }

    private static Node empty(ResultSet row) throws SQLException {
        return new Node(
                row.getString("name"),
                Node.Part.of(row.getInt("cores")),
                Node.Part.of(row.getInt("memory_gb")),
                gpus(row.getString("gpus")).entrySet().stream()
                        .map(it -> new Node.Gpus(it.getKey(), Node.Part.of(it.getValue())))
                        .toList(),
                Set.of(),
                Map.of());
    }

    /** What an instance of a chute holds of its node. */
    private record Held(long chuteId, Placement.On part) {}

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
