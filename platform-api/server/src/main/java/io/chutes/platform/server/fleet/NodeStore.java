package io.chutes.platform.server.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.fleet.Agent;
import io.chutes.platform.fleet.NodeReport;
import io.chutes.platform.server.placement.Cluster;
import io.chutes.platform.server.placement.Node;
import io.chutes.platform.server.placement.Placement;
import io.chutes.platform.server.web.ApiException;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of nodes. Each method is one statement in the caller's transaction. */
final class NodeStore {
    /**
     * Sees to it that a node which need not join has a row, and that it earns for whom the configuration says. One of that name that
     * had joined is this one from now on.
     */
    void know(Handle handle, NodeCredential node) {
        handle.createUpdate("""
                        insert into node (name, cores, memory_gb, gpus) values (:name, 0, 0, '{}')
                        on conflict (name) do update set credential_id = null, credential_hash = null, joined_at = null,
                            draining_at = null, drained_at = null, deleted_at = null
                        where node.joined_at is not null or node.deleted_at is not null
                        """).bind("name", node.name()).execute();
        handle.createUpdate("""
                        update node set account_id = wanted.id, provider_id = wanted.id
                        from (select (select id from account where name = :provider) as id) wanted
                        where name = :name and provider_id is distinct from wanted.id
                        """)
                .bind("name", node.name())
                .bind("provider", node.provider())
                .execute();
    }

    /** What is known of a node that reports. Its row is locked: reports of one node are taken one after the other. */
    Known lock(Handle handle, String node) {
        return handle.createQuery("""
                        select node.name, node.account_id, node.provider_id, node.agent, node.refused_agent, node.heard_at, node.silence,
                            node.credential_id, provider.name as provider
                        from node left join account provider on provider.id = node.provider_id
                        where node.name = :name and node.deleted_at is null for update of node
                        """)
                .bind("name", node)
                .map((row, _) -> new Known(
                        NodeAudience.read(row),
                        row.getString("provider"),
                        row.getString("agent"),
                        row.getString("refused_agent"),
                        instant(row.getTimestamp("heard_at")),
                        row.getString("silence") != null,
                        row.getString("credential_id")))
                .findOne()
                .orElseThrow(() -> gone(node));
    }

    /**
     * Refuses what is asked by a credential that was good a moment ago.
     *
     * @param credential the id of the one that the node had then, null if it need not join
     * @throws ApiException 401 if it is gone, be there another node of that name or not
     */
    void requireStill(Handle handle, String node, @Nullable String credential) {
        boolean still = handle.createQuery("""
                        select exists (select 1 from node where name = :name and deleted_at is null
                            and credential_id is not distinct from :credential)
                        """)
                .bind("name", node)
                .bind("credential", credential)
                .mapTo(Boolean.class)
                .one();
        if (!still) {
            throw gone(node);
        }
    }

    private static ApiException gone(String node) {
        return ApiException.unauthorized("The node '%s' was deleted, and its credential with it".formatted(node));
    }

    /** Writes down what a node said of itself. */
    void hear(Handle handle, String node, NodeReport report, Instant now) {
        handle.createUpdate("""
                        update node set engine = :engine, cores = :cores, memory_gb = :memoryGb,
                            gpus = cast(:gpus as jsonb), free_disk_gb = :disk, warnings = cast(:warnings as jsonb),
                            weights = cast(:weights as jsonb),
                            agent = :agent, heard_at = greatest(heard_at, :now), silence = null
                        where name = :name
                        """)
                .bind("name", node)
                .bind("engine", report.engine())
                .bind("cores", report.capacity().cores())
                .bind("memoryGb", report.capacity().memoryGb())
                .bind("gpus", json(report.capacity().gpus()))
                .bind("disk", report.condition().freeDiskGb())
                .bind("warnings", json(report.condition().warnings()))
                .bind("weights", json(report.condition().weights()))
                .bind("agent", report.agent().id())
                .bind("now", now)
                .execute();
    }

    /** Writes down that an agent was not let speak for a node. */
    void refuse(Handle handle, String node, String agent) {
        handle.createUpdate("update node set refused_agent = :agent where name = :name")
                .bind("name", node)
                .bind("agent", agent)
                .execute();
    }

    /** The nodes whose instances are to be moved. */
    Set<String> draining(Handle handle) {
        return handle.createQuery("select name from node where draining_at is not null and deleted_at is null")
                .mapTo(String.class)
                .set();
    }

    /** Notes that nodes are drained of which the last instance has ended; those that were not before. */
    List<NodeAudience> drained(Handle handle, Instant now) {
        return handle.createQuery("""
                        update node set drained_at = :now
                        where draining_at is not null and drained_at is null and deleted_at is null
                          and not exists (select 1 from instance i where i.node = node.name and i.ended_at is null)
                        returning name, account_id, provider_id
                        """)
                .bind("now", now)
                .map((row, _) -> NodeAudience.read(row))
                .list();
    }

    /** Notes that nodes have been silent since a moment; those of which that was not noted before. */
    List<NodeAudience> silent(Handle handle, Instant heardBefore, String as) {
        return handle.createQuery("""
                        update node set silence = :as
                        where heard_at <= :before and deleted_at is null
                          and (silence is null or silence = 'SUSPECT' and :as = 'LOST')
                        returning name, account_id, provider_id
                        """)
                .bind("before", heardBefore)
                .bind("as", as)
                .map((row, _) -> NodeAudience.read(row))
                .list();
    }

    /**
     * The nodes heard of after {@code since}. Their rows are locked until the transaction ends.
     *
     * @param image is told of as held where it has run
     */
    Cluster lock(Handle handle, Instant since, String image) {
        List<Node> empty = handle.createQuery("""
                        select * from node where heard_at > :since and draining_at is null and deleted_at is null
                        order by name for update
                        """)
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
        Set<String> holds = new HashSet<>(node.holds());
        holds.add(image);
        return new Node(node.name(), node.cores(), node.memoryGb(), node.gpus(), holds, node.instances());
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
        Map<String, Money> prices = read(row.getString("prices"), new TypeReference<Map<String, Money>>() {});
        return new Node(
                row.getString("name"),
                Node.Part.of(row.getInt("cores")),
                Node.Part.of(row.getInt("memory_gb")),
                read(row.getString("gpus"), new TypeReference<Map<String, Integer>>() {}).entrySet().stream()
                        .map(it -> new Node.Gpus(
                                it.getKey(), Node.Part.of(it.getValue()), amount(prices.get(it.getKey()))))
                        .toList(),
                read(row.getString("weights"), new TypeReference<Set<String>>() {}),
                Map.of());
    }

    /**
     * A node that reports, before what it reports is written down.
     *
     * @param audience who is told of it
     * @param provider the account that lends it, null for the platform
     * @param agent who spoke for it last, null before its first report
     * @param refusedAgent who was last not let speak for it, null for nobody
     * @param wasSilent whether its silence was noted
     * @param credential the id of its credential, null if it need not join
     */
    record Known(
            NodeAudience audience,
            @Nullable String provider,
            @Nullable String agent,
            @Nullable String refusedAgent,
            @Nullable Instant heardAt,
            boolean wasSilent,
            @Nullable String credential) {
        /** Whether an agent may speak for it. */
        boolean listensTo(Agent asks, Instant heardLately) {
            return agent == null
                    || agent.equals(asks.id())
                    || agent.equals(asks.follows())
                    || heardAt == null
                    || !heardAt.isAfter(heardLately);
        }
    }

    /** What an instance of a chute holds of its node. */
    private record Held(long chuteId, Placement.On part) {}

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }

    private static @Nullable BigDecimal amount(@Nullable Money money) {
        return money == null ? null : money.amount();
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return PlatformJson.mapper().readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Could not read what is stored of a node: " + json, e);
        }
    }

    private static String json(Object value) {
        try {
            return PlatformJson.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Could not write what a node says of itself as JSON", e);
        }
    }
}
