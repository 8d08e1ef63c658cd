package io.chutes.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.cli.embedded.EmbeddedConfig;
import io.chutes.cli.embedded.EmbeddedPlatform;
import io.chutes.platform.api.LedgerTransaction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledPlatformTest {
    @Test
    void whatAKilledPlatformLeftIsEndedByTheNextStartAndNothingIsLost(@TempDir Path data) throws Exception {
        Process platform = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PlatformProcess.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String key = platform.inputReader()
                .lines()
                .filter(line -> line.startsWith(PlatformProcess.SERVES))
                .findFirst()
                .orElseThrow()
                .substring(PlatformProcess.SERVES.length() + 1);
        List<ProcessHandle> children = platform.descendants().toList();
        platform.destroyForcibly().waitFor();
        List<ProcessHandle> left =
                children.stream().filter(ProcessHandle::isAlive).toList();
        assertThat(left).as("what the kill left: the database and the instance").hasSizeGreaterThanOrEqualTo(2);

        try (var next =
                EmbeddedPlatform.start(new EmbeddedConfig(data, 0, PlatformProcess.CAPACITY, Duration.ofMillis(200)))) {
            Await.until("the processes left are gone", () -> left.stream().noneMatch(ProcessHandle::isAlive));
            var carol = new TestAccount(next.address(), "carol", key);
            assertThat(carol.awaitReady(carol.client().chute("hello")).phases()).isNotEmpty();
            assertThat(carol.client().ledger(null).items())
                    .extracting(LedgerTransaction::cause)
                    .contains("faucet:carol:start")
                    .doesNotHaveDuplicates();
        }

        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                .isEmpty();
    }
}
