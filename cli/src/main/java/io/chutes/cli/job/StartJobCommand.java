package io.chutes.cli.job;

import io.chutes.cli.console.Output;
import io.chutes.cli.console.Surroundings;
import io.chutes.cli.invoke.RequestBody;
import io.chutes.cli.profile.Session;
import io.chutes.platform.api.JobState;
import io.chutes.platform.client.PlatformClient;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chutes jobs start}. */
@Command(
        name = "start",
        description =
                "Start a job of a chute, which runs apart from this command. A chute that sleeps is woken by it. With --wait its progress is told, and its result is printed at the end.",
        footer = {
            "",
            "Examples: chutes jobs start librarian digest '{\"texts\": [\"a\"]}' --wait",
            "          chutes jobs start bob/librarian digest @corpus.json"
        })
public final class StartJobCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "CHUTE",
            description = "The chute: NAME, or ACCOUNT/NAME for somebody else's.")
    String chute;

    @Parameters(index = "1", paramLabel = "JOB", description = "The job's name: that of its method.")
    String job;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "INPUT",
            description = "JSON, @FILE for a file, - for standard input; nothing where the job takes none.")
    @Nullable String input;

    @Option(names = "--wait", description = "Wait until it is over; Ctrl-C ends the waiting and not the job.")
    boolean wait;

    @Mixin
    Session session;

    @Mixin
    Output output;

    private final Surroundings surroundings;

    StartJobCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        PlatformClient client = session.client();
        String json =
                input == null ? null : new String(new RequestBody(surroundings).read(input), StandardCharsets.UTF_8);
        int slash = chute.indexOf('/');
        JobState started = client.startJob(
                slash < 0 ? session.account() : chute.substring(0, slash), chute.substring(slash + 1), job, json);
        if (!wait) {
            output.print(started, "Started %s; chutes jobs get %s shows how far it is", started.id(), started.id());
            return 0;
        }
        output.tell("Started " + started.id());
        JobState over = new JobWatch(client, output).await(started);
        new JobAnswer(client, output, surroundings).print(over);
        return 0;
    }
}
