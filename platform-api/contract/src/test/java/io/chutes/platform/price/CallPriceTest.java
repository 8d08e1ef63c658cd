package io.chutes.platform.price;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.PlatformJson;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallPriceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"per\":\"request\",\"price\":\"0.002000000\"} | 90000 | 7 | 7 | 0.002",
                "{\"per\":\"second\",\"price\":\"0.010000000\"} | 1500 | 7 | 7 | 0.015",
                "{\"per\":\"second\",\"price\":\"0.000000001\"} | 499 | 0 | 0 | 0",
                "{\"per\":\"million-tokens\",\"input\":\"0.100000000\",\"output\":\"0.400000000\"} | 1 | 1000000 | 250000 | 0.2",
                "{\"per\":\"million-tokens\",\"input\":\"0.100000000\",\"output\":\"0.400000000\"} | 1 | 3 | 1 | 0.0000007",
            })
    void readsBackWhatItWritesAndCostsItsUnits(String json, long millis, long input, long output, String cost)
            throws JsonProcessingException {
        CallPrice price = PlatformJson.mapper().readValue(json, CallPrice.class);

        assertThat(PlatformJson.mapper().writeValueAsString(price)).isEqualTo(json);
        assertThat(price.of(Duration.ofMillis(millis), input, output)).isEqualTo(Money.of(cost));
    }
}
