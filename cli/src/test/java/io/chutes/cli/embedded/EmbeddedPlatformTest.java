package io.chutes.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.api.FaucetDeposit;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.Registration;
import io.chutes.platform.api.SecretValue;
import io.chutes.platform.client.PlatformClient;
import io.chutes.platform.fleet.Capacity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPlatformTest {
    @TempDir
    Path data;

    @Test
    void keepsItsAccountsFromRunToRunAndOneProcessAtATime() throws IOException {
        String key;
        try (var first = EmbeddedPlatform.start(config(0))) {
            key = new PlatformClient(first.address(), null)
                    .register(new Registration("alice"))
                    .key();
            new PlatformClient(first.address(), key).faucet(new FaucetDeposit("d1", Money.of("2")));
            new PlatformClient(first.address(), key).setSecret("TOKEN", null, new SecretValue("value"));

            assertThatThrownBy(() -> EmbeddedPlatform.start(config(0)))
                    .isInstanceOf(EmbeddedPlatformException.class)
                    .hasMessageContaining("Another platform is using " + data);
        }

        try (var second = EmbeddedPlatform.start(config(0))) {
            assertThat(new PlatformClient(second.address(), key).balance().available())
                    .isEqualTo(Money.of("2"));
            assertThat(new PlatformClient(second.address(), key).secrets(null).items())
                    .hasSize(1);
        }
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();

        Path masterKeys = data.resolve("master-keys");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(masterKeys)))
                .isEqualTo("rw-------");
        Files.delete(masterKeys);
        assertThatThrownBy(() -> EmbeddedPlatform.start(config(0)))
                .isInstanceOf(EmbeddedPlatformException.class)
                .hasMessageContaining("master key");
    }

    @Test
    void namesThePortThatIsInUseAndLeavesNothingRunning() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedPlatform.start(config(taken.getLocalPort())))
                    .isInstanceOf(EmbeddedPlatformException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
        }
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void saysThatItsDatabaseEnded() throws IOException {
        try (var platform = EmbeddedPlatform.start(config(0))) {
            long server = Long.parseLong(
                    Files.readAllLines(data.resolve("postgres/postmaster.pid")).getFirst());
            assertThat(platform.failure()).isNotDone();
            assertThat(ProcessHandle.of(server).orElseThrow().info().command())
                    .as("others of this process run the same file")
                    .hasValueSatisfying(file -> assertThat(Path.of(file)).isExecutable())
                    .get()
                    .asString()
                    .doesNotStartWith(data.toString());

            ProcessHandle.of(server).orElseThrow().destroyForcibly();

            assertThat(platform.failure().join()).isEqualTo("PostgreSQL (process " + server + ") ended");
        }
    }

    @Test
    void refusesAFolderThatCannotBeMade() throws IOException {
        Path file = Files.createFile(data.resolve("file"));
        var inAFile = new EmbeddedConfig(file.resolve("data"), 0, config(0).capacity(), Duration.ofSeconds(1));

        assertThatThrownBy(() -> EmbeddedPlatform.start(inAFile))
                .isInstanceOf(EmbeddedPlatformException.class)
                .hasMessageContaining(file.toString());
    }

    private EmbeddedConfig config(int port) {
        return new EmbeddedConfig(data, port, new Capacity(1, 1, Map.of("L4", 1)), Duration.ofSeconds(1));
    }
}
