package io.chutes.cli.local;

import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.console.Output;
import io.chutes.cli.console.Surroundings;
import io.chutes.cli.embedded.EmbeddedConfig;
import io.chutes.cli.embedded.EmbeddedPlatform;
import io.chutes.cli.embedded.VirtualGpus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code chutes platform start}. */
@Command(
        name = "start",
        description = "Start the platform of this machine in the background, and wait until it answers.",
        footer = {"", "Example: chutes platform start && chutes register alice"})
final class StartCommand implements Callable<Integer> {
    private static final int MAX_PORT = 65_535;
    private static final Duration USAGE_INTERVAL = Duration.ofSeconds(10);

    @Option(
            names = "--port",
            defaultValue = "8700",
            description = "Where it answers on 127.0.0.1 (default ${DEFAULT-VALUE}; 0 for any).")
    int port;

    @Option(names = "--foreground", description = "Run it in this process until that is ended.")
    boolean foreground;

    @Mixin
    DataOption data;

    @Mixin
    Output output;

    @Spec
    CommandSpec spec;

    private final Surroundings surroundings;

    StartCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > MAX_PORT) {
            throw new ParameterException(
                    spec.commandLine(), "--port must be 0 to %d, got %d".formatted(MAX_PORT, port));
        }
        Path folder = data.folder();
        Optional<RunningPlatform> there = RunningPlatform.in(folder);
        if (there.isPresent()) {
            requireAsWanted(there.get());
            output.print(
                    there.get(),
                    "It runs already at %s (process %d)",
                    there.get().url(),
                    there.get().pid());
        } else if (foreground) {
            run(folder);
        } else {
            surroundings.progress().show("Starting the platform");
            RunningPlatform started = new PlatformProcess(folder, surroundings.environment()).start(port);
            output.print(
                    started,
                    "The platform answers at %s (process %d, log %s)",
                    started.url(),
                    started.pid(),
                    folder.resolve(RunningPlatform.LOG));
        }
        return 0;
    }

    private void requireAsWanted(RunningPlatform there) {
        boolean elsewhere = spec.commandLine().getParseResult().hasMatchedOption("--port")
                && port != 0
                && port != there.url().getPort();
        if (foreground || elsewhere) {
            throw new CommandException(
                    ExitStatus.CONFLICT,
                    "One runs already at %s (process %d): end it first, chutes platform stop"
                            .formatted(there.url(), there.pid()));
        }
    }

    private void run(Path folder) {
        var config = new EmbeddedConfig(folder, port, VirtualGpus.onThisMachine(), USAGE_INTERVAL)
                .withWeights(surroundings.environment())
                .withEngine(surroundings.environment());
        try (EmbeddedPlatform platform = EmbeddedPlatform.start(config)) {
            RunningPlatform running = RunningPlatform.ofThisProcess(platform.address());
            running.note(folder);
            output.tell("The platform answers at %s until Ctrl-C".formatted(running.url()));
            throw new CommandException(ExitStatus.FAILED, platform.failure().join());
        }
    }
}
