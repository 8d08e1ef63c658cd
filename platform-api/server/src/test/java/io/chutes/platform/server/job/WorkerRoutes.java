package io.chutes.platform.server.job;

import io.chutes.annotation.ProblemException;
import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.JobRequest;
import io.chutes.runtime.spi.Routes;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A chute of jobs, as the processor would write it, and what its instances saw of them. */
final class WorkerRoutes implements ChuteRoutes {
    private static final Duration TTL = Duration.ofHours(1);

    /** What was run, by all instances of it. */
    static final class Seen {
        final Queue<String> attempts = new ConcurrentLinkedQueue<>();
        final Queue<String> twins = new ConcurrentLinkedQueue<>();
        final Semaphore mayEnd = new Semaphore(0);
        final AtomicInteger interrupted = new AtomicInteger();
        private final Map<String, Integer> running = new ConcurrentHashMap<>();

        private void begins(JobRequest job) {
            attempts.add(job.jobId() + ";" + job.attempt());
            if (running.merge(job.jobId(), 1, Integer::sum) > 1) {
                twins.add(job.jobId());
            }
        }

        private void ends(JobRequest job) {
            running.merge(job.jobId(), -1, Integer::sum);
        }
    }

    private final Seen seen;

    WorkerRoutes(Seen seen) {
        this.seen = seen;
    }

    @Override
    public String name() {
        return "worker";
    }

    @Override
    public void register(Routes routes) {
        routes.job("sum", Duration.ofMinutes(1), 0, TTL, job -> {
            List<Integer> numbers = job.body(Numbers.class).numbers();
            job.progress(0.5, "half");
            return Map.of("sum", numbers.stream().mapToInt(it -> it).sum(), "share", new BigDecimal("0.10"));
        });
        routes.job("hold", Duration.ofMinutes(1), 1, TTL, job -> {
            seen.begins(job);
            try {
                job.progress(0.25, "holding");
                seen.mayEnd.acquire();
                return null;
            } catch (InterruptedException e) {
                seen.interrupted.incrementAndGet();
                throw e;
            } finally {
                seen.ends(job);
            }
        });
        routes.job("flaky", Duration.ofMillis(200), 1, TTL, job -> {
            if (job.attempt() == 1) {
                Thread.sleep(Duration.ofMinutes(1)); // it is late
            }
            return job.attempt();
        });
        routes.job("refuse", Duration.ofMinutes(1), 5, TTL, job -> {
            throw new ProblemException(422, "no such corpus");
        });
        routes.job("large", Duration.ofMinutes(1), 5, TTL, job -> "x".repeat(JobResult.LARGEST));
    }

    record Numbers(List<Integer> numbers) {}
}
