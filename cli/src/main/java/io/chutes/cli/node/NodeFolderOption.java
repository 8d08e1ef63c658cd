package io.chutes.cli.node;

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

    Path path() {
        return Optional.ofNullable(data)
                .orElseGet(NodeFolderOption::usual)
                .toAbsolutePath()
                .normalize();
    }

    private static Path usual() {
        String xdg = System.getenv("XDG_DATA_HOME");
        Path base = xdg == null || xdg.isBlank()
                ? Path.of(System.getProperty("user.home"), ".local", "share")
                : Path.of(xdg);
        return base.resolve("chutes").resolve("node");
    }
}
