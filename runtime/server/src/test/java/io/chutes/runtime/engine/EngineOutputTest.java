package io.chutes.runtime.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EngineOutputTest {
    private static final String KEY = "aab2c3";

    @Test
    void strikesItsKeyOut() {
        assertThat(lines("--api-key aaab2c3 aab2c\naab2c3aab2c3")).isEqualTo("--api-key a*** aab2c | ******");
    }

    @Test
    void strikesAKeyOutWhereALongLineIsCut() {
        assertThat(lines("x".repeat(EngineOutput.LONGEST_LINE - 2) + KEY + "\nend"))
                .doesNotContain("b2c3");
    }

    private static String lines(String text) {
        var output = EngineOutput.log("engine", new ByteArrayInputStream(text.getBytes(UTF_8)), KEY);
        output.awaitEnd(Duration.ofSeconds(60));
        return output.lastLines();
    }
}
