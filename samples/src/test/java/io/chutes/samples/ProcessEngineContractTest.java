package io.chutes.samples;

import io.chutes.cli.embedded.EmbeddedConfig;
import io.chutes.cli.embedded.EmbeddedPlatform;
import io.chutes.cli.image.ImageTarget;
import io.chutes.platform.fleet.DesiredInstance;
import io.chutes.platform.node.engine.GpuDevices;
import io.chutes.platform.node.engine.HostAddress;
import io.chutes.platform.node.engine.ProcessEngine;
import io.chutes.platform.node.engine.RunningInstance;
import io.chutes.platform.node.image.ImageStore;
import io.chutes.platform.node.image.RegistryClient;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** The sample's image as a process of this machine, pulled from the platform's registry by its digest. */
class ProcessEngineContractTest extends ServedContract {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    static Path folder;

    private @Nullable EmbeddedPlatform running;

    @Override
    ServedHello start() throws Exception {
        var platform = EmbeddedPlatform.start(
                new EmbeddedConfig(folder.resolve("data"), 0, PlatformProcess.CAPACITY, Duration.ofSeconds(1)));
        running = platform;
        TestAccount erin = TestAccount.register(platform.address(), "erin", "1");
        String repository = "erin/hello";
        String digest = HelloSample.build(new ImageTarget.Registry(
                        platform.address().getAuthority() + "/" + repository, "erin", erin.key()))
                .digest();
        var images = new ImageStore(
                folder, new RegistryClient(platform.address(), erin.key(), folder.resolve("blobs")), Long.MAX_VALUE);
        RunningInstance instance = new ProcessEngine(images, folder, GpuDevices.declared(), HostAddress.LOOPBACK)
                .start(
                        new DesiredInstance(
                                "contract",
                                "hello",
                                repository + "@" + digest,
                                ServedHello.TOKEN,
                                null,
                                0,
                                1,
                                1,
                                Map.of(),
                                LIMIT,
                                Duration.ZERO),
                        Files.createDirectories(folder.resolve("instances/contract")),
                        Map.of(),
                        (_, _) -> {});
        return new ServedHello() {
            @Override
            public URI address() {
                return instance.address();
            }

            @Override
            public String aotCache() {
                return "used";
            }

            @Override
            public boolean stop() throws InterruptedException {
                instance.stop(LIMIT);
                return instance.ended().join().startsWith("exited with code 0");
            }
        };
    }

    @AfterAll
    void close() {
        if (running != null) {
            running.close();
        }
    }
}
