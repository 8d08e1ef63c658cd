package io.chutes.platform.server.job;

import io.chutes.platform.api.JobProgress;
import io.chutes.platform.server.scaling.Load;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The rows of jobs, as those who have them run see them: they hold each by a lease, and may change it only while it is theirs. Each
 * method is one thing done in the caller's transaction.
 */
final class JobQueue {
    /** How long a job is left to whoever has its lease and says nothing. */
    static final Duration LEASE = Duration.ofSeconds(15);

    private final String holder;

    /**
     * A queue.
     *
     * @param holder the name that leases are held under
     */
    JobQueue(String holder) {
        this.holder = holder;
    }

    /** A chute of which jobs wait. */
    record Waiting(long chuteId, long accountId, String chute) {}

    /** Chutes that have jobs whose time has come. */
    List<Waiting> waiting(Handle handle, Instant now) {
        return handle.createQuery("""
                        select c.id, c.account_id, c.name from chute c
                        where exists (select from job j where j.chute_id = c.id and j.status = 'QUEUED' and j.due_at <= :now)
                        order by c.id
                        """)
                .bind("now", now)
                .map((row, _) -> new Waiting(row.getLong("id"), row.getLong("account_id"), row.getString("name")))
                .list();
    }

    /** Nobody else has jobs of the chute begin until the transaction ends. */
    void lockChute(Handle handle, long chuteId) {
        handle.createQuery(
                        "select cast(pg_advisory_xact_lock(hashtextextended('jobs of chute ' || :chute, 0)) as text)")
                .bind("chute", chuteId)
                .mapTo(String.class)
                .one();
    }

    /** The job of a chute that is next, if there is one. */
    Optional<Job> next(Handle handle, long chuteId, Instant now) {
        return handle.createQuery(JobStore.SELECT + """
                        where j.chute_id = :chute and j.status = 'QUEUED' and j.due_at <= :now
                        order by j.due_at, j.number limit 1 for update of j skip locked
                        """)
                .bind("chute", chuteId)
                .bind("now", now)
                .map((row, _) -> Job.read(row))
                .findOne();
    }

    /** How many jobs instances have, of one chute. */
    Map<String, Integer> running(Handle handle, long chuteId) {
        return counted(handle.createQuery(
                        "select instance, count(*) as jobs from job where chute_id = :chute and lease is not null group by 1")
                .bind("chute", chuteId));
    }

    /** How many jobs instances have. */
    Map<String, Integer> running(Handle handle) {
        return counted(
                handle.createQuery("select instance, count(*) as jobs from job where lease is not null group by 1"));
    }

    private static Map<String, Integer> counted(org.jdbi.v3.core.statement.Query query) {
        return query.reduceRows(new HashMap<String, Integer>(), (counts, row) -> {
            counts.put(row.getColumn("instance", String.class), row.getColumn("jobs", Integer.class));
            return counts;
        });
    }

    /** What instances do and are to do, by the version that does it; what waits is for the version that serves. */
    List<Load.Told> demand(Handle handle, Instant now) {
        return handle.createQuery("""
                        select j.chute_id, case when j.lease is null then r.version else j.version end as served,
                            count(*) filter (where j.lease is not null) as running,
                            count(*) filter (where j.lease is null) as queued
                        from job j
                        join chute c on c.id = j.chute_id
                        join chute_rollout r on r.chute_id = c.id and r.number = c.rollout
                        where c.deleted_at is null
                            and (j.lease is not null or (j.status = 'QUEUED' and j.due_at <= :now))
                        group by 1, 2
                        """)
                .bind("now", now)
                .map((row, _) -> new Load.Told(
                        new Load.Served(row.getLong("chute_id"), row.getInt("served")),
                        row.getInt("running"),
                        row.getInt("queued")))
                .list();
    }

    /** Says why the jobs of a chute wait. */
    void waits(Handle handle, long chuteId, String reason, Instant now) {
        handle.createUpdate("""
                        update job set reason = :reason
                        where chute_id = :chute and status = 'QUEUED' and due_at <= :now and reason <> :reason
                        """)
                .bind("chute", chuteId)
                .bind("reason", reason)
                .bind("now", now)
                .execute();
    }

    /** The next attempt at a job begins; it is held here from now on. */
    Job begin(Handle handle, Job job, int version, String instance, Instant now) {
        handle.createUpdate("""
                        update job set status = 'RUNNING', reason = 'it runs on ' || :instance, attempt = attempt + 1,
                            version = :version, instance = :instance, began_at = :now, started_at = coalesce(started_at, :now),
                            fraction = null, message = null, lease = :holder, leased_until = :until
                        where id = :id
                        """)
                .bind("id", job.id())
                .bind("version", version)
                .bind("instance", instance)
                .bind("now", now)
                .bind("holder", holder)
                .bind("until", now.plus(LEASE))
                .execute();
        return one(handle, job.id());
    }

    /** The attempt did not begin after all: the instance did not take it. */
    void giveBack(Handle handle, Job job, String reason, Instant dueAt) {
        handle.createUpdate("""
                        update job set status = 'QUEUED', reason = :reason, attempt = attempt - 1, due_at = :due, lease = null,
                            leased_until = null, began_at = null,
                            started_at = case when attempt > 1 then started_at end
                        where id = :id
                        """)
                .bind("id", job.id())
                .bind("reason", reason)
                .bind("due", dueAt)
                .execute();
    }

    /** The attempt failed, and there will be another then. */
    void again(Handle handle, Job job, String reason, String problem, Instant dueAt) {
        handle.createUpdate("""
                        update job set status = 'QUEUED', reason = :reason, problem = :problem, due_at = :due, lease = null,
                            leased_until = null
                        where id = :id
                        """)
                .bind("id", job.id())
                .bind("reason", reason)
                .bind("problem", problem)
                .bind("due", dueAt)
                .execute();
    }

    void succeed(Handle handle, Job job, @Nullable String result, Duration kept, Instant now) {
        handle.createUpdate("""
                        update job set status = 'SUCCEEDED', reason = 'it is done', problem = null, input = null, result = :result,
                            bytes = coalesce(octet_length(:result), 0), finished_at = :now, expires_at = :expires
                        where id = :id
                        """)
                .bind("id", job.id())
                .bind("result", result)
                .bind("now", now)
                .bind("expires", now.plus(kept))
                .execute();
    }

    void progress(Handle handle, Job job, JobProgress progress) {
        handle.createUpdate("""
                        update job set fraction = :fraction, message = :message
                        where id = :id and lease = :holder and attempt = :attempt and status = 'RUNNING'
                        """)
                .bind("id", job.id())
                .bind("fraction", progress.fraction())
                .bind("message", progress.message())
                .bind("holder", holder)
                .bind("attempt", job.state().attempt())
                .execute();
    }

    /** Jobs whose leases ran out; they are held here from now on. */
    List<Job> adopt(Handle handle, Instant now, int limit) {
        List<String> ids = handle.createQuery("""
                        update job set lease = :holder, leased_until = :until where id in (
                            select id from job where lease is not null and leased_until <= :now
                            order by leased_until limit :limit for update skip locked)
                        returning id
                        """)
                .bind("holder", holder)
                .bind("until", now.plus(LEASE))
                .bind("now", now)
                .bind("limit", limit)
                .mapTo(String.class)
                .list();
        return ids.stream().map(id -> one(handle, id)).toList();
    }

    /** Holds on to a job; empty if it is held by somebody else now, or gone. */
    Optional<Job> renew(Handle handle, Job job, Instant now) {
        int renewed = handle.createUpdate(
                        "update job set leased_until = :until where id = :id and lease = :holder and attempt = :attempt")
                .bind("id", job.id())
                .bind("until", now.plus(LEASE))
                .bind("holder", holder)
                .bind("attempt", job.state().attempt())
                .execute();
        return renewed == 0 ? Optional.empty() : Optional.of(one(handle, job.id()));
    }

    /** A job whose attempt runs and is held here, so that nobody else changes it until the transaction ends. */
    Optional<Job> lockRunning(Handle handle, Job job) {
        return handle.createQuery(JobStore.SELECT + """
                        where j.id = :id and j.lease = :holder and j.attempt = :attempt and j.status = 'RUNNING' for update of j
                        """)
                .bind("id", job.id())
                .bind("holder", holder)
                .bind("attempt", job.state().attempt())
                .map((row, _) -> Job.read(row))
                .findOne();
    }

    /** What the job takes. */
    Optional<String> input(Handle handle, Job job) {
        return handle.createQuery("select input from job where id = :id and input is not null")
                .bind("id", job.id())
                .mapTo(String.class)
                .findOne();
    }

    /** Its instance knows that it is over: there is nothing left to see to. */
    void release(Handle handle, Job job) {
        handle.createUpdate("update job set lease = null, leased_until = null where id = :id and lease = :holder")
                .bind("id", job.id())
                .bind("holder", holder)
                .execute();
    }

    /** Leaves all jobs that are held here to others, who may see to them at once. */
    void leave(Handle handle, Instant now) {
        handle.createUpdate("update job set leased_until = :now where lease = :holder")
                .bind("now", now)
                .bind("holder", holder)
                .execute();
    }

    /** Jobs that wait for chutes that were deleted. */
    List<Job> ofDeletedChutes(Handle handle, int limit) {
        return handle.createQuery(JobStore.SELECT + """
                        where j.status = 'QUEUED' and c.deleted_at is not null
                        order by j.number limit :limit for update of j skip locked
                        """)
                .bind("limit", limit)
                .map((row, _) -> Job.read(row))
                .list();
    }

    private static Job one(Handle handle, String id) {
        return handle.createQuery(JobStore.SELECT + "where j.id = :id")
                .bind("id", id)
                .map((row, _) -> Job.read(row))
                .one();
    }
}
