package io.chutes.cli.job;

import io.chutes.cli.console.Cell;
import io.chutes.cli.console.Output;
import io.chutes.platform.api.JobProgress;
import io.chutes.platform.api.JobState;
import io.chutes.platform.api.JobStatus;
import io.chutes.platform.client.PlatformClient;
import java.time.Duration;
import java.util.Locale;

/** Tells how far a job is until it is over. */
final class JobWatch {
    private static final Duration EVERY = Duration.ofMillis(500);

    private final PlatformClient client;
    private final Output output;

    JobWatch(PlatformClient client, Output output) {
        this.client = client;
        this.output = output;
    }

    JobState await(JobState started) throws InterruptedException {
        String told = "";
        JobState job = started;
        while (!job.status().isFinal()) {
            String line = line(job);
            if (!line.equals(told)) {
                output.tell(line);
                told = line;
            }
            Thread.sleep(EVERY);
            job = client.job(job.id());
        }
        return job;
    }

    private static String line(JobState job) {
        JobProgress progress = job.progress();
        String status = job.status().name().toLowerCase(Locale.ROOT);
        return progress == null || job.status() != JobStatus.RUNNING
                ? "  %s: %s".formatted(status, Cell.text(job.reason()))
                : String.format(
                        Locale.ROOT,
                        "  %s: %3.0f %% %s",
                        status,
                        100 * progress.fraction(),
                        Cell.text(progress.message()));
    }
}
