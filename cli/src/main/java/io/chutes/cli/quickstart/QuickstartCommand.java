package io.chutes.cli.quickstart;

import io.chutes.cli.console.Surroundings;
import io.chutes.cli.embedded.EmbeddedConfig;
import io.chutes.cli.embedded.EmbeddedPlatform;
import io.chutes.cli.embedded.VirtualGpus;
import io.chutes.platform.node.engine.EngineChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code chutes quickstart}. */
@Command(
        name = "quickstart",
        description =
                "Starts the platform on this machine, deploys the hello sample to it, calls it and shows the bill.",
        footer = {"", "Example: chutes quickstart --port 8701 --exit"})
public final class QuickstartCommand implements Callable<Integer> {
    private static final int MAX_PORT = 65_535;
    private static final Duration USAGE_INTERVAL = Duration.ofSeconds(2);

    @Option(
            names = "--port",
            defaultValue = "8700",
            description = "Where the platform answers on 127.0.0.1 (default ${DEFAULT-VALUE}; 0 for any).")
    int port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the platform keeps its data (default: chutes/embedded in the user's data folder).")
    @Nullable Path data;

    @Option(
            names = "--sample",
            paramLabel = "DIR",
            description = "The sample's project (default: samples/hello of the checkout).")
    @Nullable Path sample;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description = {
                "How its node runs instances: process, which isolates nothing, or docker, which needs a Docker Engine"
                        + " (default: what CHUTES_NODE_ENGINE says, or process)."
            })
    @Nullable String engine;

    @Option(names = "--exit", description = "End the platform after the calls instead of staying up.")
    boolean exit;

    @Spec
    CommandSpec spec;

    private final Surroundings surroundings;

    QuickstartCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > MAX_PORT) {
            throw new ParameterException(
                    spec.commandLine(), "--port must be 0 to %d, got %d".formatted(MAX_PORT, port));
        }
        var steps = new Steps(surroundings.out(), surroundings.progress());
        Path folder = Optional.ofNullable(data)
                .orElseGet(() -> EmbeddedConfig.usersData(surroundings.environment()))
                .toAbsolutePath()
                .normalize();
        Path project = Optional.ofNullable(sample).orElseGet(this::checkoutSample);
        Instant started = Instant.now();
        try (EmbeddedPlatform platform = steps.step(
                "Platform",
                () -> EmbeddedPlatform.start(
                        new EmbeddedConfig(folder, port, VirtualGpus.onThisMachine(), USAGE_INTERVAL)
                                .withWeights(surroundings.environment())
                                .withEngine(environment())),
                up -> up.address() + ", data in " + folder)) {
            new Quickstart(platform, folder, steps).run(project, started);
            if (!exit) {
                steps.heading("The platform stays up until Ctrl-C.");
                throw new QuickstartException(platform.failure().join());
            }
        }
        return 0;
    }

    private Map<String, String> environment() {
        Map<String, String> variables = new HashMap<>(surroundings.environment());
        if (engine != null) {
            variables.put(EngineChoice.ENGINE, engine);
        }
        return variables;
    }

    private Path checkoutSample() {
        String checkout = System.getProperty("chutes.checkout");
        if (checkout == null) {
            throw new QuickstartException("The hello sample is part of a checkout; name its folder with --sample");
        }
        return Path.of(checkout, "samples", "hello");
    }
}
