package io.chutes.cli.node;

import io.chutes.cli.console.Surroundings;
import io.chutes.cli.console.UserFolder;
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
        return UserFolder.DATA.chutes(surroundings.environment()).resolve("node");
    }
}
