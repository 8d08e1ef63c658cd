package io.chutes.runtime.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.annotation.ProblemException;
import io.chutes.runtime.spi.Routes.JobHandler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobsTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final Duration TTL = Duration.ofHours(1);

    private final ManualTimers timers = new ManualTimers();
    private final Semaphore mayEnd = new Semaphore(0);
    private Jobs jobs = jobs(new JobLimits(4, 100, 1000));

    @AfterEach
    void close() {
        mayEnd.release(1000);
        jobs.close();
    }

    @Test
    void keepsTheResultForItsTime() {
        add(0, job -> "done with " + job.text());

        JobStatus status = awaitOver(start("it"));

        assertThat(status.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(status.attempt()).isEqualTo(1);
        assertThat(text(status.result())).isEqualTo("done with it");
        timers.advance(TTL.minusMillis(1));
        assertThat(jobs.status(status.id()).state()).isEqualTo(JobState.SUCCEEDED);
        timers.advance(Duration.ofMillis(1));
        assertThat(statusOf(() -> jobs.status(status.id()))).isEqualTo(404);
    }

    @Test
    void hasNoResultWhereTheMethodHasNone() {
        add(0, job -> null);

        assertThat(awaitOver(start("")).result()).isEmpty();
    }

    @Test
    void runsNoMoreAtOnceThanItMay() {
        jobs = jobs(new JobLimits(2, 100, 1000));
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        add(0, job -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            mayEnd.acquire();
            return running.decrementAndGet();
        });

        List<String> ids = List.of(start("1"), start("2"), start("3"), start("4"));
        await(() -> running.get() == 2);
        assertThat(ids)
                .extracting(id -> jobs.status(id).state())
                .containsExactly(JobState.RUNNING, JobState.RUNNING, JobState.QUEUED, JobState.QUEUED);
        mayEnd.release(4);

        ids.forEach(this::awaitOver);
        assertThat(most).hasValue(2);
    }

    @Test
    void triesAgainAfterEverLongerPauses() {
        List<Integer> attempts = new CopyOnWriteArrayList<>();
        add(2, job -> {
            attempts.add(job.attempt());
            if (job.attempt() < 3) {
                throw new IllegalStateException("attempt " + job.attempt());
            }
            return "at last";
        });

        String id = start("");
        await(() -> timers.untilNext().equals(Optional.of(Duration.ofSeconds(1))));
        assertThat(jobs.status(id).state()).isEqualTo(JobState.QUEUED);
        assertThat(text(jobs.status(id).problem())).isEqualTo("attempt 1");
        timers.advance(Duration.ofSeconds(1));
        await(() -> timers.untilNext().equals(Optional.of(Duration.ofSeconds(2))));
        timers.advance(Duration.ofSeconds(2));

        JobStatus status = awaitOver(id);
        assertThat(status.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(status.problem()).isEmpty();
        assertThat(attempts).containsExactly(1, 2, 3);
    }

    @Test
    void pausesNoLongerThanAMinute() {
        assertThat(JobRunner.pauseAfter(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(JobRunner.pauseAfter(6)).isEqualTo(Duration.ofSeconds(32));
        assertThat(JobRunner.pauseAfter(7)).isEqualTo(Duration.ofSeconds(60));
        assertThat(JobRunner.pauseAfter(1000)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void failsWhenItWasTriedOftenEnough() {
        add(1, job -> {
            throw new IllegalStateException("attempt " + job.attempt());
        });

        String id = start("");
        await(() -> timers.untilNext().equals(Optional.of(Duration.ofSeconds(1))));
        timers.advance(Duration.ofSeconds(1));

        JobStatus status = awaitOver(id);
        assertThat(status.state()).isEqualTo(JobState.FAILED);
        assertThat(text(status.problem())).isEqualTo("attempt 2");
        assertThat(status.result()).isEmpty();
    }

    @Test
    void triesNothingAgainThatCannotSucceed() {
        add(5, job -> {
            throw new ProblemException(422, "never");
        });

        JobStatus status = awaitOver(start(""));

        assertThat(status.state()).isEqualTo(JobState.FAILED);
        assertThat(status.attempt()).isEqualTo(1);
    }

    @Test
    void interruptsAnAttemptThatTakesTooLong() {
        var interrupted = new CompletableFuture<Boolean>();
        var begun = new CountDownLatch(1);
        add(0, job -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.complete(job.cancelled());
            }
            return "too late";
        });

        String id = start("");
        awaitLatch(begun);
        timers.advance(TIMEOUT.minusMillis(1));
        assertThat(jobs.status(id).state()).isEqualTo(JobState.RUNNING);
        timers.advance(Duration.ofMillis(1));

        JobStatus status = awaitOver(id);
        assertThat(status.state()).isEqualTo(JobState.FAILED);
        assertThat(text(status.problem())).contains("Attempt 1", "timeout", "PT10M");
        assertThat(interrupted.join()).isTrue();
        assertThat(jobs.status(id).result()).isEmpty();
    }

    @Test
    void waitsForTheThreadOfALateAttemptBeforeTheNext() {
        add(1, job -> {
            if (job.attempt() == 1) {
                mayEnd.acquireUninterruptibly();
            }
            return "attempt " + job.attempt();
        });

        String id = start("");
        await(() -> jobs.status(id).state() == JobState.RUNNING);
        timers.advance(TIMEOUT);
        assertThat(jobs.status(id).state()).isEqualTo(JobState.QUEUED);
        timers.advance(Duration.ofDays(1));
        assertThat(jobs.status(id).attempt()).isEqualTo(1);
        mayEnd.release();
        await(() -> timers.untilNext().isPresent());
        timers.advance(Duration.ofSeconds(1));

        assertThat(text(awaitOver(id).result())).isEqualTo("attempt 2");
    }

    @Test
    void cancelsAJobThatRuns() {
        var interrupted = new CompletableFuture<Boolean>();
        var begun = new CountDownLatch(1);
        add(3, job -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
                return "never";
            } catch (InterruptedException e) {
                interrupted.complete(job.cancelled());
                throw e;
            }
        });
        String id = start("");
        awaitLatch(begun);

        assertThat(jobs.cancel(id).state()).isEqualTo(JobState.CANCELLED);

        assertThat(interrupted.join()).isTrue();
        assertThat(statusOf(() -> jobs.cancel(id))).isEqualTo(409);
        assertThat(jobs.status(id).problem()).isEmpty();
        await(() -> timers.untilNext().equals(Optional.of(TTL)));
    }

    @Test
    void cancelsAJobThatWaitsForItsTurnOrToBeTriedAgain() {
        jobs = jobs(new JobLimits(1, 100, 1000));
        List<String> ran = new CopyOnWriteArrayList<>();
        add(3, job -> {
            ran.add(job.text());
            mayEnd.acquire();
            throw new IllegalStateException("again");
        });
        String first = start("first");
        String second = start("second");

        jobs.cancel(second);
        mayEnd.release();
        await(() -> jobs.status(first).state() == JobState.QUEUED);
        jobs.cancel(first);
        timers.advance(Duration.ofMinutes(1));

        assertThat(ran).containsExactly("first");
        assertThat(jobs.status(first).state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void tellsHowFarItIs() {
        var told = new CountDownLatch(1);
        add(0, job -> {
            job.progress(0.25, "a quarter");
            told.countDown();
            mayEnd.acquire();
            return "";
        });
        String id = start("");
        awaitLatch(told);

        assertThat(jobs.status(id).progress()).hasValue(new JobStatus.Progress(0.25, "a quarter"));
    }

    @Test
    void refusesAProgressThatIsNoFraction() {
        add(0, job -> {
            job.progress(Double.NaN, "");
            return "";
        });

        assertThat(text(awaitOver(start("")).problem())).contains("from 0 to 1", "NaN");
    }

    @Test
    void startsAJobOnceForEachIdempotencyKey() {
        var runs = new AtomicInteger();
        add(0, job -> runs.incrementAndGet());

        JobStatus first = jobs.start(submission("body", Optional.of("key")));
        awaitOver(first.id());

        assertThat(jobs.start(submission("body", Optional.of("key"))).id()).isEqualTo(first.id());
        assertThat(statusOf(() -> jobs.start(submission("other", Optional.of("key")))))
                .isEqualTo(422);
        assertThat(jobs.start(submission("body", Optional.of("other"))).id()).isNotEqualTo(first.id());
        var ofAnother = new JobSubmission("work", "request", Optional.of("bob"), Optional.of("key"), "body");
        assertThat(jobs.start(ofAnother).id()).isNotEqualTo(first.id());
        await(() -> runs.get() == 3);
        timers.advance(TTL);
        await(() -> !jobs.start(submission("body", Optional.of("key"))).id().equals(first.id()));
    }

    @Test
    void keepsNoMoreJobsThanItMay() {
        jobs = jobs(new JobLimits(1, 2, 1000));
        add(0, job -> "");
        awaitOver(start(""));
        awaitOver(start(""));

        assertThat(statusOf(() -> start(""))).isEqualTo(429);
        timers.advance(TTL);
        assertThat(awaitOver(start("")).state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void keepsNoMoreTextThanItMay() {
        jobs = jobs(new JobLimits(1, 100, 10));
        add(0, job -> "1234567");
        awaitOver(start("1234567890"));

        assertThat(statusOf(() -> start("1234"))).isEqualTo(429);
        assertThat(awaitOver(start("123")).state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void knowsNoOtherJobs() {
        add(0, job -> "");

        assertThatThrownBy(() -> jobs.start(new JobSubmission("no", "r", Optional.empty(), Optional.empty(), "")))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.status()).isEqualTo(404))
                .hasMessageContaining("known: work");
        assertThat(statusOf(() -> jobs.status("no"))).isEqualTo(404);
        assertThat(statusOf(() -> jobs.cancel("no"))).isEqualTo(404);
    }

    @Test
    void cancelsEverythingAtTheEnd() {
        var interrupted = new CompletableFuture<Boolean>();
        var begun = new CountDownLatch(1);
        add(0, job -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
            return "";
        });
        String id = start("");
        awaitLatch(begun);

        jobs.close();

        assertThat(interrupted).isCompletedWithValue(true);
        assertThat(jobs.status(id).state()).isEqualTo(JobState.CANCELLED);
        assertThat(statusOf(() -> start(""))).isEqualTo(503);
    }

    @Test
    void losesNoJobOfManyAtOnce() throws Exception {
        jobs = jobs(new JobLimits(8, 1000, 1 << 20));
        add(0, job -> "ok " + job.text());
        List<String> ids = new CopyOnWriteArrayList<>();

        try (var callers = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < 500; n++) {
                String body = "n" + n;
                callers.execute(() -> ids.add(start(body)));
            }
        }

        assertThat(ids).hasSize(500).doesNotHaveDuplicates();
        assertThat(ids).allMatch(id -> awaitOver(id).state() == JobState.SUCCEEDED);
    }

    @Test
    void runsAnAskedAttemptOnceAndNeverTriesItAgain() {
        List<Integer> attempts = new CopyOnWriteArrayList<>();
        add(5, job -> {
            attempts.add(job.attempt());
            assertThat(job.jobId()).isEqualTo("j-1");
            if (job.attempt() == 2) {
                throw new IllegalStateException("attempt 2");
            }
            mayEnd.acquire();
            return "done";
        });

        jobs.start(asked(2));
        JobStatus failed = awaitOver("j-1");
        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(failed.attempt()).isEqualTo(2);
        jobs.start(asked(3));
        await(() -> attempts.size() == 2);
        assertThat(jobs.start(asked(3)).state()).isEqualTo(JobState.RUNNING);
        assertThat(statusOf(() -> jobs.start(asked(2)))).isEqualTo(409);
        assertThat(statusOf(() -> jobs.start(asked(4)))).isEqualTo(409);
        mayEnd.release();
        assertThat(text(awaitOver("j-1").result())).isEqualTo("done");
        timers.advance(TTL.minusMillis(1));

        assertThat(jobs.cancel("j-1").state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(statusOf(() -> jobs.status("j-1"))).isEqualTo(404);
        assertThat(attempts).containsExactly(2, 3);
    }

    private static JobSubmission asked(int attempt) {
        return new JobSubmission(
                "work",
                "request",
                Optional.of("alice"),
                Optional.empty(),
                Optional.of(new AskedAttempt("j-1", attempt)),
                "body");
    }

    private Jobs jobs(JobLimits limits) {
        return new Jobs(limits, new PlainFormat(), timers);
    }

    private void add(int retries, JobHandler handler) {
        jobs.add(new JobKind("work", TIMEOUT, retries, TTL, handler));
    }

    private String start(String body) {
        return jobs.start(submission(body, Optional.empty())).id();
    }

    private static JobSubmission submission(String body, Optional<String> key) {
        return new JobSubmission("work", "request", Optional.of("alice"), key, body);
    }

    private JobStatus awaitOver(String id) {
        await(() -> jobs.status(id).state().isOver());
        return jobs.status(id);
    }

    private static void awaitLatch(CountDownLatch latch) {
        await(() -> latch.getCount() == 0);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it happens within 60 s").isLessThan(deadline);
            LockSupport.parkNanos(100_000);
        }
    }

    private static String text(Optional<String> text) {
        return text.orElseThrow();
    }

    private static int statusOf(Runnable call) {
        try {
            call.run();
        } catch (ProblemException e) {
            return e.status();
        }
        throw new AssertionError("no problem was thrown");
    }
}
