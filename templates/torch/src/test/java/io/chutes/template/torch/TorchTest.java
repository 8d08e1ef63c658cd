package io.chutes.template.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TorchTest {
    @Test
    void takesAsManyThreadsAsItIsTold() {
        assertThat(Torch.threads("12")).isEqualTo(12);
        assertThat(Torch.threads(null)).isEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @ParameterizedTest
    @ValueSource(strings = {"two", "0", "-1", "1000", ""})
    void refusesNumbersOfThreadsThatAreNone(String said) {
        assertThatThrownBy(() -> Torch.threads(said))
                .isInstanceOf(ModelException.class)
                .hasMessage("-Dchutes.torch.threads must be a whole number from 1 to 999, got '%s'".formatted(said));
    }
}
