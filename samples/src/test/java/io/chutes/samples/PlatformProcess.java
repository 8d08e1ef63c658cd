package io.chutes.samples;

import io.chutes.cli.embedded.EmbeddedConfig;
import io.chutes.cli.embedded.EmbeddedPlatform;
import io.chutes.platform.fleet.Capacity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** An embedded platform in a JVM of its own, with the sample deployed: made to be killed. Prints a line once it serves. */
final class PlatformProcess {
    static final String SERVES = "serves";
    static final Capacity CAPACITY = new Capacity(2, 4, Map.of("L4", 1));

    private PlatformProcess() {}

    public static void main(String[] args) throws InterruptedException {
        var platform =
                EmbeddedPlatform.start(new EmbeddedConfig(Path.of(args[0]), 0, CAPACITY, Duration.ofMillis(200)));
        TestAccount carol = TestAccount.register(platform.address(), "carol", "5");
        carol.awaitReady(carol.deployHello());
        System.out.println(SERVES + " " + carol.key());
        Thread.sleep(Duration.ofMinutes(5));
    }
}
