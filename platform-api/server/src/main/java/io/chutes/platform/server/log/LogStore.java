package io.chutes.platform.server.log;

import io.chutes.platform.fleet.LogChunk;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The rows of what instances wrote. Each method is one statement in the caller's transaction. */
final class LogStore {
    /** Apart from whatever else is locked by number. */
    private static final int LOCKS = 0x106;

    boolean speaksFor(Handle handle, String node, String agent) {
        return handle.createQuery("select exists (select from node where name = :node and agent = :agent)")
                .bind("node", node)
                .bind("agent", agent)
                .mapTo(Boolean.class)
                .one();
    }

    /** The chutes of those instances that are on a node, by instance. */
    Map<String, Long> chutesOf(Handle handle, String node, Collection<String> instances) {
        return handle
                .createQuery("select id, chute_id from instance where node = :node and id = any(:ids)")
                .bind("node", node)
                .bindArray("ids", String.class, instances)
                .map((row, _) -> Map.entry(row.getString("id"), row.getLong("chute_id")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Has nobody else write what a chute's instances wrote until the transaction ends: so ids are seen in their order. */
    void lockChute(Handle handle, long chuteId) {
        handle.createQuery("select 1 from pg_advisory_xact_lock(:locks, :chute)")
                .bind("locks", LOCKS)
                .bind("chute", (int) chuteId)
                .mapTo(Integer.class)
                .one();
    }

    /** The byte before which all of an instance's output has been received. */
    long lockHead(Handle handle, String instance) {
        handle.createUpdate("insert into instance_log_head (instance) values (:id) on conflict do nothing")
                .bind("id", instance)
                .execute();
        return handle.createQuery("select received from instance_log_head where instance = :id for update")
                .bind("id", instance)
                .mapTo(Long.class)
                .one();
    }

    void keep(Handle handle, long chuteId, String instance, List<StoredLine> lines, Instant now) {
        String content = StoredLine.write(lines);
        handle.createUpdate("""
                        with kept as (
                            insert into instance_log (chute_id, instance, lines, bytes, until, received_at, content)
                            values (:chute, :instance, :lines, :bytes, :until, :now, :content)
                            returning bytes)
                        update instance_log_head set bytes = instance_log_head.bytes + kept.bytes from kept
                        where instance = :instance
                        """)
                .bind("chute", chuteId)
                .bind("instance", instance)
                .bind("lines", lines.size())
                .bind("bytes", content.getBytes(StandardCharsets.UTF_8).length)
                .bind("until", lines.getLast().at())
                .bind("now", now)
                .bind("content", content)
                .execute();
    }

    void receive(Handle handle, LogChunk chunk) {
        handle.createUpdate("""
                        update instance_log_head set received = :to, complete = complete or :last where instance = :id
                        """)
                .bind("id", chunk.instance())
                .bind("to", chunk.to())
                .bind("last", chunk.last())
                .execute();
    }

    /** Removes the oldest of an instance's chunks while there are more bytes than that; the newest one stays. */
    void trim(Handle handle, String instance, long most) {
        handle.createUpdate("""
                        with sized as (
                            select id, sum(bytes) over (order by id desc) as upto, max(id) over () as newest
                            from instance_log
                            where instance = :id
                              and (select bytes > :most from instance_log_head where instance = :id)),
                        gone as (
                            delete from instance_log using sized
                            where instance_log.id = sized.id and sized.upto > :most and sized.id < sized.newest
                            returning instance_log.bytes, instance_log.lines)
                        update instance_log_head head set bytes = head.bytes - total.bytes, removed = head.removed + total.lines
                        from (select sum(bytes) as bytes, sum(lines) as lines from gone) total
                        where head.instance = :id and total.bytes is not null
                        """).bind("id", instance).bind("most", most).execute();
    }

    /** Removes what was received before a moment; tells how many chunks, at most {@code limit}. */
    int expire(Handle handle, Instant before, int limit) {
        return handle.createQuery("""
                        with gone as (
                            delete from instance_log where id in (
                                select id from instance_log where received_at < :before order by received_at limit :limit
                                for update skip locked)
                            returning instance, bytes, lines),
                        noted as (
                            update instance_log_head head set bytes = head.bytes - total.bytes, removed = head.removed + total.lines
                            from (select instance, sum(bytes) as bytes, sum(lines) as lines from gone group by instance) total
                            where head.instance = total.instance)
                        select count(*) from gone
                        """)
                .bind("before", before)
                .bind("limit", limit)
                .mapTo(Integer.class)
                .one();
    }

    /** Chunks of a chute from that id on, oldest first. */
    List<Chunk> from(Handle handle, LogFilter filter, long first, int limit) {
        return chunks(handle, filter, "id >= :edge order by id limit :limit", first, limit);
    }

    /** Chunks of a chute before that id, newest first. */
    List<Chunk> before(Handle handle, LogFilter filter, long end, int limit) {
        return chunks(handle, filter, "id < :edge order by id desc limit :limit", end, limit);
    }

    private static List<Chunk> chunks(Handle handle, LogFilter filter, String range, long edge, int limit) {
        return handle.createQuery("""
                        select id, instance, content from instance_log
                        where chute_id = :chute and (cast(:instance as text) is null or instance = :instance)
                          and (cast(:since as timestamptz) is null or until >= :since) and\s""" + range)
                .bind("chute", filter.chuteId())
                .bind("instance", filter.instance())
                .bind("since", filter.since())
                .bind("edge", edge)
                .bind("limit", limit)
                .map((row, _) -> new Chunk(
                        row.getLong("id"), row.getString("instance"), StoredLine.read(row.getString("content"))))
                .list();
    }

    /** How far an instance's output is here. */
    Optional<Head> head(Handle handle, String instance) {
        return handle.createQuery("select complete, removed from instance_log_head where instance = :id")
                .bind("id", instance)
                .map((row, _) -> new Head(row.getBoolean("complete"), row.getLong("removed")))
                .findOne();
    }

    /**
     * Lines that were kept together.
     *
     * @param id its place among those of its chute
     */
    record Chunk(long id, String instance, List<StoredLine> lines) {}

    /**
     * How far an instance's output is here.
     *
     * @param complete whether it has ended and all is here
     * @param removed how many lines are no longer kept
     */
    record Head(boolean complete, long removed) {}
}
