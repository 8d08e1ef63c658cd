package io.chutes.runtime.passthrough;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.annotation.ProblemException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetPathTest {
    @Test
    void fillsEveryNameInBraces() {
        Map<String, String> values = Map.of("a", "1", "b", "2");

        assertThat(new TargetPath("/v1/{b}/x/{a}").filled(name -> values.getOrDefault(name, "?")))
                .isEqualTo("/v1/2/x/1");
        assertThat(new TargetPath("/v1").filled(name -> values.getOrDefault(name, "?")))
                .isEqualTo("/v1");
    }

    @ParameterizedTest
    @CsvSource({"a b,a%20b", "a/b,a%2Fb", "ä,%C3%A4", "$1\\,%241%5C", "'?x=1#',%3Fx%3D1%23", "-._~,-._~"})
    void keepsAValueWithinItsSegment(String value, String written) {
        assertThat(new TargetPath("/{a}").filled(name -> value)).isEqualTo("/" + written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".."})
    void refusesWhatLeadsOutOfItsFolder(String value) {
        assertThatThrownBy(() -> new TargetPath("/{a}").filled(name -> value)).isInstanceOf(ProblemException.class);
    }
}
