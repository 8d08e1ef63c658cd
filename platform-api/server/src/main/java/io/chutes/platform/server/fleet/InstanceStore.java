package io.chutes.platform.server.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.Phase;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.fleet.DesiredInstance;
import io.chutes.platform.fleet.ObservedInstance;
import io.chutes.platform.server.event.Events;
import io.chutes.platform.server.event.Occurrence;
import io.chutes.platform.server.placement.Placement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The rows of instances. Each method is one statement in the caller's transaction. */
final class InstanceStore {
    void create(Handle handle, String id, String token, long chuteId, int version, Instant now) {
        handle.createUpdate("""
                        insert into instance (id, chute_id, version, status, reason, token, created_at)
                        values (:id, :chute, :version, 'PENDING', 'waits for a node', :token, :now)
                        """)
                .bind("id", id)
                .bind("chute", chuteId)
                .bind("version", version)
                .bind("token", token)
                .bind("now", now)
                .execute();
        tell(handle, id);
    }

    /** Has nobody else change how many instances a chute has until the transaction ends. */
    void lockChute(Handle handle, long chuteId) {
        handle.createQuery("select id from chute where id = :id for no key update")
                .bind("id", chuteId)
                .mapTo(Long.class)
                .one();
    }

    /** The instances of a chute that have not ended or did so after {@code endedSince}, newest first. */
    List<Instance> ofChute(Handle handle, long chuteId, Instant endedSince) {
        return handle.createQuery("""
                        select * from instance where chute_id = :chute and (ended_at is null or ended_at > :since)
                        order by created_at desc, version desc, id
                        """)
                .bind("chute", chuteId)
                .bind("since", endedSince)
                .map((row, _) -> Instance.read(row))
                .list();
    }

    List<Backoff.Ended> ended(Handle handle, long chuteId, int version, int limit) {
        return handle.createQuery("""
                        select * from instance where chute_id = :chute and version = :version and ended_at is not null
                        order by ended_at desc, created_at desc limit :limit
                        """)
                .bind("chute", chuteId)
                .bind("version", version)
                .bind("limit", limit)
                .map((row, _) -> Backoff.Ended.of(Instance.read(row)))
                .list();
    }

    Optional<Instance> find(Handle handle, String id) {
        return handle.createQuery("select * from instance where id = :id")
                .bind("id", id)
                .map((row, _) -> Instance.read(row))
                .findOne();
    }

    /** The instances of a chute that jobs run on: who ends one ends its jobs. */
    Set<String> working(Handle handle, long chuteId) {
        return handle.createQuery("select instance from job where chute_id = :chute and lease is not null")
                .bind("chute", chuteId)
                .mapTo(String.class)
                .set();
    }

    /** The image that an instance is started from. */
    String image(Handle handle, String id) {
        return handle.createQuery("""
                        select v.image from instance i
                        join chute_version v on v.chute_id = i.chute_id and v.version = i.version where i.id = :id
                        """).bind("id", id).mapTo(String.class).one();
    }

    List<Instance> pending(Handle handle) {
        return handle.createQuery("select * from instance where status = 'PENDING' and wanted order by created_at, id")
                .map((row, _) -> Instance.read(row))
                .list();
    }

    Optional<Instance> lockPending(Handle handle, String id) {
        return handle.createQuery("select * from instance where id = :id and status = 'PENDING' and wanted for update")
                .bind("id", id)
                .map((row, _) -> Instance.read(row))
                .findOne();
    }

    /** Whether an instance of an image in this repository is on a node and has not ended. */
    boolean isOn(Handle handle, String node, String repository) {
        return handle.createQuery("""
                        select exists (
                            select 1 from instance i
                            join chute_version v on v.chute_id = i.chute_id and v.version = i.version
                            where i.node = :node and i.ended_at is null and split_part(v.image, '@', 1) = :repository)
                        """)
                .bind("node", node)
                .bind("repository", repository)
                .mapTo(Boolean.class)
                .one();
    }

    /** What is on a node, ended or not, among {@code ids}, and all that has not ended. */
    List<Instance> lockOnNode(Handle handle, String node, Collection<String> ids) {
        return handle.createQuery("""
                        select * from instance where node = :node and (ended_at is null or id = any(:ids))
                        order by id for update
                        """)
                .bind("node", node)
                .bindArray("ids", String.class, ids)
                .map((row, _) -> Instance.read(row))
                .list();
    }

    /** One of those that is not on that node, if there is one. */
    Optional<String> onAnotherNode(Handle handle, String node, Collection<String> ids) {
        return handle.createQuery(
                        "select id from instance where id = any(:ids) and node is distinct from :node order by id limit 1")
                .bind("node", node)
                .bindArray("ids", String.class, ids)
                .mapTo(String.class)
                .findOne();
    }

    Map<String, Long> bookedUsage(Handle handle, String node, Collection<String> ids) {
        return handle.createQuery("select id, usage_sequence from instance where node = :node and id = any(:ids)")
                .bind("node", node)
                .bindArray("ids", String.class, ids)
                .reduceRows(new HashMap<String, Long>(), (booked, row) -> {
                    booked.put(row.getColumn("id", String.class), row.getColumn("usage_sequence", Long.class));
                    return booked;
                });
    }

    /** What a node is to run, by id. */
    List<DesiredInstance> desired(Handle handle, String node) {
        return handle.createQuery("""
                        select i.id, i.token, i.gpu, i.gpu_count, i.cores, i.memory_gb, a.name || '/' || c.name as chute, v.image,
                            coalesce(v.manifest::jsonb #>> '{timeouts,startup}', 'PT10M') as start_limit,
                            coalesce(v.manifest::jsonb #>> '{timeouts,total}', 'PT30M') as call_limit
                        from instance i
                        join chute c on c.id = i.chute_id
                        join account a on a.id = c.account_id
                        join chute_version v on v.chute_id = i.chute_id and v.version = i.version
                        where i.node = :node and i.wanted and i.ended_at is null
                        order by i.id
                        """)
                .bind("node", node)
                .map((row, _) -> new DesiredInstance(
                        row.getString("id"),
                        row.getString("chute"),
                        row.getString("image"),
                        row.getString("token"),
                        row.getString("gpu"),
                        row.getInt("gpu_count"),
                        row.getInt("cores"),
                        row.getInt("memory_gb"),
                        Map.of(),
                        Duration.parse(row.getString("start_limit")),
                        Duration.parse(row.getString("call_limit"))))
                .list();
    }

    /** Instances of a node that may not have been started yet, with the secrets that they ask for. */
    List<AskedSecrets> askedSecrets(Handle handle, String node) {
        return handle.createQuery("""
                        select i.id, c.account_id, c.name as chute,
                            array(select jsonb_array_elements_text(v.manifest::jsonb -> 'secrets')) as secrets
                        from instance i
                        join chute c on c.id = i.chute_id
                        join chute_version v on v.chute_id = i.chute_id and v.version = i.version
                        where i.node = :node and i.wanted and i.status in ('PLACING', 'PULLING') and c.deleted_at is null
                          and v.manifest::jsonb -> 'secrets' <> '[]'
                        """)
                .bind("node", node)
                .map((row, _) -> new AskedSecrets(
                        row.getString("id"), row.getLong("account_id"), row.getString("chute"), List.of((String[])
                                row.getArray("secrets").getArray())))
                .list();
    }

    void place(Handle handle, String id, Placement.On place, Instant now) {
        handle.createUpdate("""
                        update instance set status = 'PLACING', reason = :reason, node = :node, gpu = :gpu,
                            gpu_count = :gpuCount, cores = :cores, memory_gb = :memoryGb, placed_at = :now,
                            gpu_price = (select cast(prices ->> cast(:gpu as text) as numeric) from node where name = :node)
                        where id = :id
                        """)
                .bind("id", id)
                .bind("reason", "node " + place.node() + " was chosen")
                .bind("node", place.node())
                .bind("gpu", place.gpu())
                .bind("gpuCount", place.gpuCount())
                .bind("cores", place.cores())
                .bind("memoryGb", place.memoryGb())
                .bind("now", now)
                .execute();
        tell(handle, id);
    }

    void cannotPlace(Handle handle, String id, String reason, Instant now) {
        handle.createUpdate("update instance set reason = :reason, tried_at = coalesce(tried_at, :now) where id = :id")
                .bind("id", id)
                .bind("reason", reason)
                .bind("now", now)
                .execute();
        tell(handle, id);
    }

    /** Writes down what a node sees of an instance; tells its owner if it is at another station then. */
    void observe(
            Handle handle,
            Instance before,
            ObservedInstance observed,
            InstanceStatus status,
            String reason,
            Instant now) {
        handle.createUpdate("""
                        update instance set status = :status, reason = :reason, address = coalesce(:address, address),
                            phases = cast(:phases as jsonb),
                            ready_at = case when :ready then coalesce(ready_at, :now) else ready_at end,
                            ended_at = case when :ended then cast(:now as timestamptz) end
                        where id = :id
                        """)
                .bind("id", observed.id())
                .bind("status", status.name())
                .bind("reason", reason)
                .bind(
                        "address",
                        observed.address() == null ? null : observed.address().toString())
                .bind("phases", json(observed.phases()))
                .bind("ready", status == InstanceStatus.READY)
                .bind("ended", status.isFinal())
                .bind("now", now)
                .execute();
        if (status != before.status()) {
            tell(handle, observed.id());
        }
    }

    void end(Handle handle, String id, InstanceStatus status, String reason, Instant now) {
        handle.createUpdate("""
                        update instance set status = :status, reason = :reason, ended_at = :now
                        where id = :id
                        """)
                .bind("id", id)
                .bind("status", status.name())
                .bind("reason", reason)
                .bind("now", now)
                .execute();
        tell(handle, id);
    }

    /** Tells an instance to end: at once if no node has it, else as soon as its node says so. */
    void stop(Handle handle, String id, String reason, Instant now) {
        int stopped = handle.createUpdate("""
                        update instance set wanted = false, reason = :reason,
                            status = case when node is null then 'STOPPED' else 'DRAINING' end,
                            ended_at = case when node is null then cast(:now as timestamptz) end
                        where id = :id and wanted and ended_at is null
                        """)
                .bind("id", id)
                .bind("reason", reason)
                .bind("now", now)
                .execute();
        if (stopped > 0) {
            tell(handle, id);
        }
    }

    /** Fails what is on nodes not heard of since {@code heardBefore}; what they reported until then stays booked. */
    int lose(Handle handle, Instant heardBefore, String silence, Instant now) {
        List<String> lost = handle.createQuery("""
                        update instance i set status = 'FAILED', ended_at = :now, usage_closed = n.heard_at,
                            reason = 'node ' || n.name || ' was lost: nothing heard of it for ' || :silence
                        from node n where n.name = i.node and n.heard_at <= :before and i.ended_at is null
                        returning i.id
                        """)
                .bind("before", heardBefore)
                .bind("silence", silence)
                .bind("now", now)
                .mapTo(String.class)
                .list();
        lost.forEach(id -> tell(handle, id));
        return lost.size();
    }

    void booked(Handle handle, String id, long sequence, Instant until) {
        handle.createUpdate("update instance set usage_sequence = :sequence, usage_until = :until where id = :id")
                .bind("id", id)
                .bind("sequence", sequence)
                .bind("until", until)
                .execute();
    }

    Payer payer(Handle handle, long chuteId) {
        return handle.createQuery("""
                        select a.id as account_id, a.name as account, c.name as chute
                        from chute c join account a on a.id = c.account_id where c.id = :chute
                        """)
                .bind("chute", chuteId)
                .map((row, _) -> new Payer(row.getLong("account_id"), row.getString("account"), row.getString("chute")))
                .one();
    }

    /** Who pays for an instance, and for which chute. */
    record Payer(long accountId, String account, String chute) {}

    /** Which secrets an instance asks for. */
    record AskedSecrets(String instance, long accountId, String chute, List<String> names) {}

    /** Where an instance is now, and why, for its owner to hear. */
    private static void tell(Handle handle, String id) {
        Events.record(
                handle,
                handle.createQuery("""
                                select i.id, i.version, i.status, i.reason, i.node, c.account_id, c.name
                                from instance i join chute c on c.id = i.chute_id where i.id = :id
                                """)
                        .bind("id", id)
                        .map((row, _) -> occurrence(row))
                        .one());
    }

    private static Occurrence occurrence(ResultSet row) throws SQLException {
        Occurrence told = Occurrence.of(
                        row.getLong("account_id"),
                        "instance." + row.getString("status").toLowerCase(Locale.ROOT),
                        row.getString("reason"))
                .chute(row.getString("name"))
                .with("instance", row.getString("id"))
                .with("version", row.getInt("version"));
        String node = row.getString("node");
        return node == null ? told : told.with("node", node);
    }

    private static String json(List<Phase> phases) {
        try {
            return PlatformJson.mapper().writeValueAsString(phases);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Could not write phases as JSON", e);
        }
    }
}
