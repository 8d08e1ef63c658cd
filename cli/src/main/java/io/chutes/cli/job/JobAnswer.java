package io.chutes.cli.job;

import io.chutes.cli.console.Cell;
import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.console.Output;
import io.chutes.cli.console.Surroundings;
import io.chutes.platform.api.JobState;
import io.chutes.platform.api.JobStatus;
import io.chutes.platform.client.PlatformClient;
import java.util.List;
import java.util.Locale;

/** What a job that is over gave: its JSON as it is, or why there is none. */
final class JobAnswer {
    private final PlatformClient client;
    private final Output output;
    private final Surroundings surroundings;

    JobAnswer(PlatformClient client, Output output, Surroundings surroundings) {
        this.client = client;
        this.output = output;
        this.surroundings = surroundings;
    }

    void print(JobState job) {
        if (job.status() != JobStatus.SUCCEEDED) {
            ExitStatus exit = job.problem() == null ? ExitStatus.FAILED : ExitStatus.of(job.problem());
            throw new CommandException(
                    exit,
                    "The job %s is %s: %s"
                            .formatted(
                                    job.id(), job.status().name().toLowerCase(Locale.ROOT), Cell.text(job.reason())));
        }
        client.jobResult(job.id())
                .ifPresentOrElse(
                        json -> surroundings.print(List.of(json)), () -> output.tell("The job gave no result"));
    }
}
