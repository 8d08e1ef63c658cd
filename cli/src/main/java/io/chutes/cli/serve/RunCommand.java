package io.chutes.cli.serve;

import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.console.Surroundings;
import io.chutes.cli.project.BuildException;
import io.chutes.cli.project.ChuteProject;
import io.chutes.cli.project.ProjectOptions;
import io.chutes.platform.manifest.WeightsSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code chutes run}. */
@Command(
        name = "run",
        description =
                "Serve a project's chute on this machine, with the routes, limits and encoders of its image and a page to try it on; compiles and reloads when a source changes. Secrets are taken from variables of their names.",
        footer = {"", "Example: chutes run samples/hello --port 8000"})
public final class RunCommand implements Callable<Integer> {
    private static final int MAX_PORT = 65_535;
    private static final String WEIGHTS = "CHUTES_WEIGHTS";
    private static final Duration LOOK = Duration.ofMillis(300);

    @Option(
            names = "--port",
            defaultValue = "8000",
            description = "Where it answers on 127.0.0.1 (default ${DEFAULT-VALUE}; 0 for any).")
    int port;

    @Mixin
    ProjectOptions project;

    @Spec
    CommandSpec spec;

    private final Surroundings surroundings;

    RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > MAX_PORT) {
            throw new ParameterException(
                    spec.commandLine(), "--port must be 0 to %d, got %d".formatted(MAX_PORT, port));
        }
        Path folder = project.folder().toAbsolutePath().normalize();
        Sources sources = Sources.of(folder);
        var served = new AtomicReference<>(serve());
        try (Front front = Front.start(port, () -> served.get().address())) {
            surroundings.out().println("http://127.0.0.1:%d until Ctrl-C".formatted(front.port()));
            surroundings.out().flush();
            while (true) {
                Thread.sleep(LOOK);
                Sources now = Sources.of(folder);
                if (!now.equals(sources)) {
                    sources = now;
                    reload(served);
                }
            }
        } finally {
            served.get().close();
        }
    }

    /** The old one serves until the new one does; what does not compile or start changes nothing. */
    private void reload(AtomicReference<ServedChute> served) throws InterruptedException {
        try {
            ServedChute old = served.getAndSet(serve());
            old.close();
            project.progress().tell("Reloaded");
        } catch (BuildException | CommandException e) {
            project.progress().tell(e.getMessage() + System.lineSeparator() + "The chute as it was goes on");
        }
    }

    private ServedChute serve() throws InterruptedException {
        ChuteProject read = project.read();
        if (!read.manifest().weights().isEmpty() && !surroundings.environment().containsKey(WEIGHTS)) {
            throw new CommandException(
                    ExitStatus.USAGE,
                    "%s needs weights: set %s to a folder that has one folder for each of its fields of @Weights: %s"
                            .formatted(
                                    read.manifest().name(),
                                    WEIGHTS,
                                    read.manifest().weights().stream()
                                            .map(WeightsSpec::field)
                                            .collect(Collectors.joining(", "))));
        }
        project.progress().show("Starting " + read.manifest().name());
        return ServedChute.start(read, environment(), project.progress()::tell);
    }

    /** The command's own, but for a folder that is named from where the command was given: the chute runs elsewhere. */
    private Map<String, String> environment() {
        var environment = new HashMap<>(surroundings.environment());
        environment.computeIfPresent(
                WEIGHTS, (_, folder) -> Path.of(folder).toAbsolutePath().toString());
        return environment;
    }
}
