package io.chutes.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.cli.embedded.EmbeddedConfig;
import io.chutes.cli.embedded.EmbeddedPlatform;
import io.chutes.platform.api.LedgerTransaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledPlatformTest {
    @Test
    void whatAKilledPlatformLeftIsEndedByTheNextStartAndNothingIsLost(@TempDir Path data) throws Exception {
        Process platform = start(data);
        String key = platform.inputReader()
                .lines()
                .filter(line -> line.startsWith(PlatformProcess.SERVES))
                .findFirst()
                .orElseThrow()
                .substring(PlatformProcess.SERVES.length() + 1);
        List<ProcessHandle> instances = platform.descendants().toList();
        ProcessHandle database = database(data);
        platform.destroyForcibly().waitFor();
        List<ProcessHandle> left = Stream.concat(instances.stream(), Stream.of(database))
                .filter(ProcessHandle::isAlive)
                .toList();
        assertThat(left).as("what the kill left").contains(database).hasSizeGreaterThanOrEqualTo(2);

        try (var next =
                EmbeddedPlatform.start(new EmbeddedConfig(data, 0, PlatformProcess.CAPACITY, Duration.ofMillis(200)))) {
            Await.until("the processes left are gone", () -> left.stream().noneMatch(ProcessHandle::isAlive));
            var carol = new TestAccount(next.address(), "carol", key);
            assertThat(carol.awaitReady(carol.client().chute("hello")).phases()).isNotEmpty();
            assertThat(carol.client().ledger(null).items())
                    .extracting(LedgerTransaction::cause)
                    .contains("faucet:carol:start")
                    .doesNotHaveDuplicates();
            assertThat(PlatformProcesses.of(data)).as("the instance").isNotEmpty();
        }

        assertThat(PlatformProcesses.of(data)).isEmpty();
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void aPlatformThatIsToldToEndWhileItStartsLeavesNothing(@TempDir Path data) throws Exception {
        Path pidFile = data.resolve("postgres/postmaster.pid");
        Process platform = start(data);
        try {
            Await.until("the database is up and the rest is not", () -> isUp(pidFile));
            ProcessHandle database = database(data);

            platform.destroy();

            assertThat(platform.waitFor(60, TimeUnit.SECONDS)).isTrue();
            Await.until("the database has ended", () -> !database.isAlive() && !Files.exists(pidFile));
            assertThat(platform.descendants()).isEmpty();
        } finally {
            platform.destroyForcibly();
        }
    }

    /** The bootstrap of a new database has such a file for a moment too, without the last line. */
    private static boolean isUp(Path pidFile) {
        try {
            return Files.readString(pidFile).contains("ready");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static Process start(Path data) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PlatformProcess.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The database is nobody's child: its first line of {@code postmaster.pid} is its process id. */
    private static ProcessHandle database(Path data) throws IOException {
        String pid = Files.readAllLines(data.resolve("postgres/postmaster.pid")).getFirst();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }
}
