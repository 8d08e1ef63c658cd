package io.chutes.cli.local;

import io.chutes.cli.console.Surroundings;
import io.chutes.cli.embedded.EmbeddedConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which platform of this machine is meant: that of a data folder. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the platform keeps its data (default: chutes/embedded in the user's data folder).")
    @Nullable Path data;

    private final Surroundings surroundings;

    DataOption(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    Path folder() {
        Path folder = data == null ? EmbeddedConfig.usersData(surroundings.environment()) : data;
        return folder.toAbsolutePath().normalize();
    }
}
