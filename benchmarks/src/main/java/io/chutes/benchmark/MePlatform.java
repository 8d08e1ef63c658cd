package io.chutes.benchmark;

import io.chutes.cli.embedded.EmbeddedConfig;
import io.chutes.cli.embedded.EmbeddedPlatform;
import io.chutes.platform.fleet.Capacity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The embedded platform alone, on the port that is named and in this folder. */
public final class MePlatform {
    private MePlatform() {}

    /** Listens until the process is told to end. */
    public static void main(String[] arguments) {
        var config = new EmbeddedConfig(
                Path.of("data").toAbsolutePath(),
                Integer.parseInt(System.getenv("CHUTES_PORT")),
                new Capacity(1, 1, Map.of()),
                Duration.ofSeconds(10));
        EmbeddedPlatform platform = EmbeddedPlatform.start(config);
        Runtime.getRuntime().addShutdownHook(new Thread(platform::close));
    }
}
