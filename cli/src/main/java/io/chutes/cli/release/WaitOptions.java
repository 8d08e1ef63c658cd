package io.chutes.cli.release;

import io.chutes.cli.console.Output;
import io.chutes.cli.console.Surroundings;
import io.chutes.platform.api.InstanceState;
import io.chutes.platform.client.PlatformClient;
import java.time.Duration;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Whether to wait for an instance, and for how long. */
final class WaitOptions {
    @Option(names = "--wait", description = "Wait until an instance is ready; it is a failure if none gets there.")
    boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "How long to wait at most (default ${DEFAULT-VALUE}).")
    int seconds;

    private final Surroundings surroundings;

    WaitOptions(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Refuses a limit that limits nothing. */
    void require(CommandSpec spec) {
        if (seconds < 1) {
            throw new ParameterException(spec.commandLine(), "--timeout must be 1 or more, got " + seconds);
        }
        if (!wait && spec.commandLine().getParseResult().hasMatchedOption("--timeout")) {
            throw new ParameterException(spec.commandLine(), "--timeout says how long --wait waits: give both");
        }
    }

    /** Waits if that is wanted. */
    void await(PlatformClient client, Output output, String chute, int version, Set<String> past)
            throws InterruptedException {
        if (wait) {
            InstanceState ready = new ReadyWatch(client, surroundings.progress(), Duration.ofSeconds(seconds))
                    .await(chute, version, past, () -> {});
            output.tell("Ready: instance %s on %s".formatted(ready.id(), ready.node()));
        }
    }
}
