package io.chutes.platform.server.job;

import io.chutes.platform.api.JobState;
import io.chutes.platform.api.JobStatus;
import io.chutes.platform.api.Page;
import io.chutes.platform.manifest.JobSpec;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.billing.Spender;
import io.chutes.platform.server.chute.Chute;
import io.chutes.platform.server.chute.Chutes;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.JsonText;
import io.chutes.platform.server.web.PageQuery;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The jobs of all accounts, as those see them who start them. */
final class Jobs {
    static final int MOST_OPEN = 10_000;
    static final long MOST_BYTES = 1L << 30;

    private final Jdbi jdbi;
    private final Chutes chutes;
    private final JobSpending spending;
    private final InstantSource clock;
    private final InputCheck inputs;
    private final JobStore store = new JobStore();
    private final SecureRandom random = new SecureRandom();

    Jobs(Jdbi jdbi, Chutes chutes, JobSpending spending, InputCheck inputs, InstantSource clock) {
        this.jdbi = jdbi;
        this.chutes = chutes;
        this.spending = spending;
        this.inputs = inputs;
        this.clock = clock;
    }

    /** Queues a job of a chute that the starter may call. */
    JobState start(Principal starter, String account, String chuteName, String name, JsonText input) {
        Chute chute = chutes.callable(starter.accountId(), account, chuteName)
                .orElseThrow(() -> ApiException.notFound("There is no chute '%s/%s'".formatted(account, chuteName)));
        inputs.check(spec(chute, name), input);
        Instant now = clock.instant();
        Spender spender = spender(starter, chute);
        spending.requirePrice(spender, chute, now);
        spending.refusal(spender, chute).ifPresent(refusal -> {
            throw refusal;
        });
        return jdbi.inTransaction(handle -> {
            requireRoom(store.lockKept(handle, starter.accountId()), input);
            String id = newId();
            store.add(handle, id, starter, chute, name, input.isEmpty() ? null : input.text(), now);
            Job job = store.find(handle, starter.accountId(), id).orElseThrow();
            JobEvents.tell(
                    handle, job, "job.queued", "A job '%s' of %s waits for its turn".formatted(name, job.fullChute()));
            return job.state();
        });
    }

    private static Spender spender(Principal starter, Chute chute) {
        boolean own = starter.accountId() == chute.accountId();
        return new Spender(
                starter.accountId(),
                starter.account(),
                own ? chute.name() : chute.account() + "/" + chute.name(),
                new Spender.Key(starter.keyId(), starter.spendCap()));
    }

    private static JobSpec spec(Chute chute, String name) {
        List<JobSpec> jobs = chute.manifest().jobs();
        return jobs.stream()
                .filter(job -> job.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ApiException.notFound("Chute '%s' has no job '%s'; it has %s"
                        .formatted(
                                chute.name(),
                                name,
                                jobs.isEmpty()
                                        ? "none"
                                        : jobs.stream().map(JobSpec::name).collect(Collectors.joining(", ")))));
    }

    private static void requireRoom(JobStore.Kept kept, JsonText input) {
        if (kept.open() >= MOST_OPEN || kept.bytes() + input.text().length() > MOST_BYTES) {
            throw ApiException.tooManyRequests(
                    "The account has %d jobs that are not over and keeps %d bytes of inputs and results; it may have %d and keep %d"
                            .formatted(kept.open(), kept.bytes(), MOST_OPEN, MOST_BYTES));
        }
    }

    /** The account's jobs, newest first. */
    Page<JobState> list(Principal caller, JobStore.Filter filter, PageQuery query) {
        List<Job> found = jdbi.withHandle(
                handle -> store.before(handle, caller.accountId(), filter, query.before(), query.enough()));
        return query.page(found, Job::number).map(Job::state);
    }

    /**
     * One of the caller's.
     *
     * @throws ApiException 404 if he has no such
     */
    Job find(Principal caller, String id) {
        return jdbi.withHandle(handle -> store.find(handle, caller.accountId(), id))
                .orElseThrow(() -> absent(id));
    }

    /**
     * What a job gave.
     *
     * @return JSON, empty if it gave nothing
     * @throws ApiException 409 if it has not succeeded, 410 if its result is kept no longer
     */
    String result(Job job) {
        if (job.status() != JobStatus.SUCCEEDED) {
            throw ApiException.conflict("The job is %s, and has no result: %s"
                    .formatted(word(job.status()), job.state().reason()));
        }
        JobStore.Result result = jdbi.withHandle(handle -> store.result(handle, job.id(), clock.instant()));
        if (result.gone()) {
            throw ApiException.gone("The result of the job was kept until %s, the resultTtl of its @Job"
                    .formatted(job.state().expiresAt()));
        }
        return result.json() == null ? "" : result.json();
    }

    /**
     * Cancels a job; its instance hears of it within a second. What a job of somebody else's chute took until now is paid.
     *
     * @throws ApiException 409 if it is over
     */
    JobState cancel(Principal caller, String id) {
        return jdbi.inTransaction(handle -> {
            Job job = store.lock(handle, caller.accountId(), id).orElseThrow(() -> absent(id));
            if (job.status().isFinal()) {
                throw ApiException.conflict(
                        "The job is %s, and can be cancelled no more".formatted(word(job.status())));
            }
            cancel(handle, job, clock.instant());
            return store.find(handle, caller.accountId(), id).orElseThrow().state();
        });
    }

    private void cancel(Handle handle, Job job, Instant now) {
        if (job.status() == JobStatus.RUNNING) {
            spending.pay(job, job.ran(now), now);
        }
        store.end(handle, job.id(), JobStatus.CANCELLED, "it was cancelled", null, now);
        JobEvents.tell(handle, job, "job.cancelled", "It was cancelled while it was " + word(job.status()));
    }

    private static ApiException absent(String id) {
        return ApiException.notFound("You have no job '" + id + "'");
    }

    private static String word(JobStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private String newId() {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return "j-" + HexFormat.of().formatHex(bytes);
    }
}
