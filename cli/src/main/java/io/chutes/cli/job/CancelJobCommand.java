package io.chutes.cli.job;

import io.chutes.cli.console.Output;
import io.chutes.cli.profile.Session;
import io.chutes.platform.api.JobState;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code chutes jobs cancel}. */
@Command(
        name = "cancel",
        description = "Cancel a job that is not over; what it has done so far is lost.",
        footer = {"", "Example: chutes jobs cancel j-0123456789abcdef"})
public final class CancelJobCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", description = "The job's id.")
    String id;

    @Mixin
    Session session;

    @Mixin
    Output output;

    @Override
    public Integer call() {
        JobState cancelled = session.client().cancelJob(id);
        output.print(cancelled, "Cancelled %s", cancelled.id());
        return 0;
    }
}
