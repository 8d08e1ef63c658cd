package io.chutes.platform.server.job;

import io.chutes.platform.api.JobStatus;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.chute.Chute;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of jobs, as those who start them see them. Each method is one thing done in the caller's transaction. */
final class JobStore {
    static final String SELECT = """
            select j.id, j.number, j.account_id, a.name as account, j.key_id, k.spend_cap, j.chute_id, c.name as chute,
                c.account_id as chute_owner, o.name as chute_account, j.name, j.status, j.reason, j.attempt, j.version,
                j.instance, j.began_at, j.fraction, j.message, j.problem, j.lease, j.created_at, j.started_at, j.finished_at,
                j.expires_at
            from job j
            join account a on a.id = j.account_id
            join chute c on c.id = j.chute_id
            join account o on o.id = c.account_id
            left join api_key k on k.id = j.key_id
            """;

    /** What is asked of a list; empty where it does not matter. */
    record Filter(Optional<String> account, Optional<String> chute, Optional<String> job, Optional<JobStatus> status) {}

    /** What an account has of jobs that are not over, and of inputs and results. */
    record Kept(long open, long bytes) {}

    /**
     * The result of a job.
     *
     * @param json null if it gave none
     * @param gone whether it was kept no longer
     */
    record Result(@Nullable String json, boolean gone) {}

    void add(
            Handle handle,
            String id,
            Principal starter,
            Chute chute,
            String name,
            @Nullable String input,
            Instant now) {
        handle.createUpdate("""
                        insert into job (id, account_id, key_id, chute_id, name, status, reason, input, bytes, due_at, created_at)
                        values (:id, :account, :key, :chute, :name, 'QUEUED', 'it waits for its turn', :input,
                            coalesce(octet_length(:input), 0), :now, :now)
                        """)
                .bind("id", id)
                .bind("account", starter.accountId())
                .bind("key", starter.keyId())
                .bind("chute", chute.id())
                .bind("name", name)
                .bind("input", input)
                .bind("now", now)
                .execute();
    }

    /** Nobody else adds jobs of the account until the transaction ends. */
    Kept lockKept(Handle handle, long accountId) {
        handle.createQuery(
                        "select cast(pg_advisory_xact_lock(hashtextextended('jobs of account ' || :account, 0)) as text)")
                .bind("account", accountId)
                .mapTo(String.class)
                .one();
        return handle.createQuery("""
                        select count(*) filter (where finished_at is null) as open, coalesce(sum(bytes), 0) as bytes
                        from job where account_id = :account and (bytes > 0 or finished_at is null)
                        """)
                .bind("account", accountId)
                .map((row, _) -> new Kept(row.getLong("open"), row.getLong("bytes")))
                .one();
    }

    Optional<Job> find(Handle handle, long accountId, String id) {
        return handle.createQuery(SELECT + "where j.id = :id and j.account_id = :account")
                .bind("id", id)
                .bind("account", accountId)
                .map((row, _) -> Job.read(row))
                .findOne();
    }

    /** The same, and nobody else changes it until the transaction ends. */
    Optional<Job> lock(Handle handle, long accountId, String id) {
        return handle.createQuery(SELECT + "where j.id = :id and j.account_id = :account for update of j")
                .bind("id", id)
                .bind("account", accountId)
                .map((row, _) -> Job.read(row))
                .findOne();
    }

    /** Those with lower numbers, newest first. */
    List<Job> before(Handle handle, long accountId, Filter filter, long number, int limit) {
        return handle.createQuery(SELECT + """
                        where j.account_id = :account and j.number < :before
                            and (cast(:owner as text) is null or o.name = :owner)
                            and (cast(:chute as text) is null or c.name = :chute)
                            and (cast(:name as text) is null or j.name = :name)
                            and (cast(:status as text) is null or j.status = :status)
                        order by j.number desc limit :limit
                        """)
                .bind("account", accountId)
                .bind("before", number)
                .bind("owner", filter.account().orElse(null))
                .bind("chute", filter.chute().orElse(null))
                .bind("name", filter.job().orElse(null))
                .bind("status", filter.status().map(JobStatus::name).orElse(null))
                .bind("limit", limit)
                .map((row, _) -> Job.read(row))
                .list();
    }

    /** What a job that succeeded gave; not later than it expires. */
    Result result(Handle handle, String id, Instant now) {
        return handle.createQuery("select result, expires_at <= :now as gone from job where id = :id")
                .bind("id", id)
                .bind("now", now)
                .map((row, _) -> new Result(row.getString("result"), row.getBoolean("gone")))
                .one();
    }

    /** Ends a job without a result. Whoever sees to it at its instance goes on seeing to it. */
    void end(Handle handle, String id, JobStatus status, String reason, @Nullable String problem, Instant now) {
        handle.createUpdate("""
                        update job set status = :status, reason = :reason, problem = coalesce(:problem, problem), input = null,
                            bytes = 0, finished_at = :now where id = :id
                        """)
                .bind("id", id)
                .bind("status", status.name())
                .bind("reason", reason)
                .bind("problem", problem)
                .bind("now", now)
                .execute();
    }

    /** Lets go of some results that are past their time; tells how many. */
    int expire(Handle handle, Instant now, int limit) {
        return handle.createUpdate("""
                        update job set result = null, bytes = 0 where id in (
                            select id from job where result is not null and expires_at <= :now
                            order by expires_at limit :limit for update skip locked)
                        """).bind("now", now).bind("limit", limit).execute();
    }

    /** Forgets some jobs that were over before then; tells how many. */
    int forget(Handle handle, Instant before, int limit) {
        return handle.createUpdate("""
                        delete from job where id in (
                            select id from job where finished_at < :before and lease is null
                            order by finished_at limit :limit for update skip locked)
                        """)
                .bind("before", before)
                .bind("limit", limit)
                .execute();
    }
}
