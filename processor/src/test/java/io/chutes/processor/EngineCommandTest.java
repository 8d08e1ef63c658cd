package io.chutes.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.annotation.EngineCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said of an engine's process is what a process can be given. */
class EngineCommandTest {
    private static final EngineCommand VLLM = EngineCommand.of("vllm", "serve");

    @Test
    void holdsWhatWasSaid() {
        EngineCommand command = VLLM.keyedBy("k3y")
                .with("--port", "9000")
                .env("A", "1")
                .env("A", "")
                .in(Path.of("models"))
                .listeningOn(9000)
                .writingTo(Path.of("/cache"));

        assertThat(command)
                .isEqualTo(new EngineCommand(
                        List.of("vllm", "serve", "--port", "9000"),
                        Map.of("A", ""),
                        Path.of("models"),
                        "k3y",
                        9000,
                        List.of(Path.of("/cache"))));
    }

    @Test
    void beginsWithAProgram() {
        assertThatThrownBy(EngineCommand::of).hasMessageContaining("begins with a program, got []");
        assertThatThrownBy(() -> EngineCommand.of(" ", "serve")).hasMessageContaining("begins with a program");
    }

    @Test
    void refusesAnArgumentThatEndsInTheMiddle() {
        assertThatThrownBy(() -> VLLM.with("--model", "a\0b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NUL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A=B", "=", "A\0"})
    void refusesANameThatIsNoVariables(String name) {
        assertThatThrownBy(() -> VLLM.env(name, "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got '" + name + "'");
    }

    @Test
    void refusesAValueThatEndsInTheMiddleAndDoesNotTellIt() {
        assertThatThrownBy(() -> VLLM.env("TOKEN", "secret\0"))
                .hasMessageContaining("got 'TOKEN'")
                .hasMessageNotContaining("secret");
    }

    @Test
    void refusesAFolderToDeleteThatIsNotAbsolute() {
        assertThatThrownBy(() -> VLLM.writingTo(Path.of("cache"))).hasMessageContaining("is absolute, got 'cache'");
    }

    @Test
    void refusesAKeyThatIsNoBearerTokenAndDoesNotTellIt() {
        assertThatThrownBy(() -> VLLM.keyedBy("secret\r\nX-Mine: 1"))
                .hasMessageContaining("an engine's key")
                .hasMessageNotContaining("secret");
    }

    @Test
    void tellsNoSecret() {
        assertThat(VLLM.with("--api-key", "secret").env("TOKEN", "secret").keyedBy("secret"))
                .hasToString("vllm with 3 arguments and the variables [TOKEN]");
    }
}
