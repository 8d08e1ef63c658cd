package io.chutes.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.annotation.EngineCommand;
import io.chutes.runtime.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestChuteTest {
    @TempDir
    Path factors;

    @BeforeEach
    void three() throws IOException {
        Files.writeString(factors.resolve("factor.txt"), "3");
    }

    @Test
    void givesTheChuteItsWeightsAndSecretsAndRunsItsHooks() {
        try (RunningChute doubler = complete().secret("DOUBLER_KEY", "mine").start()) {
            assertThat(doubler.client(DoublerClient.class)
                            .twice(new Doubler.Amount(2))
                            .value())
                    .isEqualTo(6);
        }

        assertThat(Doubler.ENDED).hasValue("mine");
    }

    @Test
    void computesDeadlinesByTheGivenClock() {
        Instant then = Instant.parse("2030-01-01T00:00:00Z");
        try (RunningChute doubler =
                complete().clock(Clock.fixed(then, ZoneOffset.UTC)).start()) {
            assertThat(doubler.client(DoublerClient.class).deadline())
                    .isEqualTo(then.plus(Duration.ofHours(1)).toString());
        }
    }

    @Test
    void doesNotStartWhereAHookFails() {
        assertThatThrownBy(() -> complete()
                        .failing("readFactor", new IOException("the disk is gone"))
                        .start())
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("readFactor")
                .hasMessageContaining("the disk is gone");
    }

    @Test
    void namesTheHooksThereAreWhereOneIsMisspelt() {
        assertThatThrownBy(
                        () -> complete().failing("readFacto", new IOException()).start())
                .hasMessageContaining("no hook readFacto; it has [end, readFactor]");
    }

    @Test
    void namesTheSecretsAndWeightsThereAreWhereOneIsMisspelt() {
        assertThatThrownBy(() -> complete().secret("DOUBLER_KYE", "x").start())
                .hasMessageContaining("no secret DOUBLER_KYE; it has [DOUBLER_KEY]");
        assertThatThrownBy(() -> complete().weights("factor", factors).start())
                .hasMessageContaining("no weights field factor; it has [factors]");
    }

    @Test
    void namesTheSecretThatIsMissing() {
        assertThatThrownBy(() ->
                        TestChute.of(Doubler.class).weights("factors", factors).start())
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("DOUBLER_KEY");
    }

    @Test
    void namesAWeightsFolderThatDoesNotExist() {
        assertThatThrownBy(() -> complete().weights("factors", factors.resolve("gone")))
                .hasMessageContaining("The weights folder of factors does not exist");
    }

    @Test
    void startsTheEngineThatTheTestGivesInstead() {
        assertThatThrownBy(() -> TestChute.of(Relay.class).start()).hasMessageContaining("an-engine-that-is-not-here");
        assertThatThrownBy(() -> TestChute.of(Relay.class)
                        .engine("serve", EngineCommand.of("another-that-is-not-here"))
                        .start())
                .hasMessageContaining("another-that-is-not-here");
        assertThatThrownBy(() -> TestChute.of(Relay.class)
                        .failing("serve", new IOException("no GPU"))
                        .start())
                .hasMessage("serve threw java.io.IOException: no GPU");
        assertThatThrownBy(() -> TestChute.of(Relay.class)
                        .engine("sevre", EngineCommand.of("python3"))
                        .start())
                .hasMessageContaining("no engine sevre; it has [serve]");
    }

    @Test
    void saysWhatToDoWhereTheProcessorDidNotRun() {
        assertThatThrownBy(() -> TestChute.of(Unprocessed.class).start())
                .hasMessageContaining("Unprocessed has no routes")
                .hasMessageContaining("annotationProcessorPaths");
    }

    private TestChute complete() {
        return TestChute.of(Doubler.class).weights("factors", factors).secret("DOUBLER_KEY", "k");
    }

    static class Unprocessed {}
}
