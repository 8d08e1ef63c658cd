package io.chutes.platform.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {
    @Test
    void isEqualHoweverItIsWritten() {
        assertThat(Money.of("0.25")).isEqualTo(Money.of("0.250")).hasToString("0.250000000");
        assertThat(Money.of("-1")).hasToString("-1.000000000");
    }

    @Test
    void roundsHalfUpToNinePlaces() {
        assertThat(new Money(new BigDecimal("0.0000000005"))).isEqualTo(Money.of("0.000000001"));
        assertThat(new Money(new BigDecimal("0.00000000049"))).isEqualTo(Money.ZERO);
    }

    @Test
    void addsAndNegatesExactly() {
        assertThat(Money.of("0.1").plus(Money.of("0.2"))).isEqualTo(Money.of("0.3"));
        assertThat(Money.of("0.1").plus(Money.of("0.1").negated())).isEqualTo(Money.ZERO);
    }

    @Test
    void comparesByAmount() {
        assertThat(Money.of("9")).isLessThan(Money.of("10"));
        assertThat(Money.of("0.000000001").isPositive()).isTrue();
        assertThat(Money.ZERO.isPositive()).isFalse();
        assertThat(Money.of("-1").isPositive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 1",
                "1 ",
                "+1",
                ".5",
                "1.",
                "1,5",
                "1e3",
                "1E999999999",
                "NaN",
                "0x1",
                "٣",
                "$1",
                "123456789012",
                "0.0000000001"
            })
    void refusesWhatIsNoPlainAmount(String text) {
        assertThatThrownBy(() -> Money.of(text))
                .isInstanceOf(NumberFormatException.class)
                .hasMessageContaining(text);
    }

    @Test
    void isAStringInJson() throws JsonProcessingException {
        String json = PlatformJson.mapper().writeValueAsString(new Balance("demo", Money.of("1.25")));

        assertThat(json).contains("\"1.250000000\"");
        assertThat(PlatformJson.mapper().readValue(json, Balance.class))
                .isEqualTo(new Balance("demo", Money.of("1.25")));
    }
}
