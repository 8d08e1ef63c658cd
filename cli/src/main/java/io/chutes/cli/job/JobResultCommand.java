package io.chutes.cli.job;

import io.chutes.cli.console.Output;
import io.chutes.cli.console.Surroundings;
import io.chutes.cli.profile.Session;
import io.chutes.platform.client.PlatformClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code chutes jobs result}. */
@Command(
        name = "result",
        description = "Print what a job gave, JSON as the chute wrote it. It is kept for the resultTtl of its @Job.",
        footer = {"", "Example: chutes jobs result j-0123456789abcdef"})
public final class JobResultCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", description = "The job's id.")
    String id;

    @Mixin
    Session session;

    @Mixin
    Output output;

    private final Surroundings surroundings;

    JobResultCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        PlatformClient client = session.client();
        new JobAnswer(client, output, surroundings).print(client.job(id));
        return 0;
    }
}
