package io.chutes.cli.release;

import io.chutes.cli.console.Output;
import io.chutes.platform.api.InstanceState;
import io.chutes.platform.client.PlatformClient;
import java.time.Duration;
import java.util.Set;
import picocli.CommandLine.Option;

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

    /** Waits if that is wanted. */
    void await(PlatformClient client, Output output, String chute, int version, Set<String> past)
            throws InterruptedException {
        if (wait) {
            InstanceState ready = new ReadyWatch(client, output::tell, Duration.ofSeconds(seconds))
                    .await(chute, version, past, () -> {});
            output.tell("Ready: instance %s on %s".formatted(ready.id(), ready.node()));
        }
    }
}
