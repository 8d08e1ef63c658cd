package io.chutes.cli.node;

import io.chutes.cli.console.Surroundings;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a node keeps everything. */
final class NodeFolderOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the node keeps its data (default: chutes/node in the user's data folder).")
    @Nullable Path data;

    private final Surroundings surroundings;

    NodeFolderOption(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    Path path() {
        return Optional.ofNullable(data).orElseGet(this::usual).toAbsolutePath().normalize();
    }

    private Path usual() {
        String xdg = surroundings.environment().getOrDefault("XDG_DATA_HOME", "");
        Path base = xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".local", "share") : Path.of(xdg);
        return base.resolve("chutes").resolve("node");
    }
}
