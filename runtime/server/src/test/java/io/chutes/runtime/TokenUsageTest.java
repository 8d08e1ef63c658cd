package io.chutes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenUsageTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"usage": {"prompt_tokens": 9, "completion_tokens": 12, "total_tokens": 21}} | 9 | 12
            {"usage": {"prompt_tokens": 5, "total_tokens": 5}} | 5 | 0
            {"data": [{"usage": {"prompt_tokens": 1}}], "usage": {"prompt_tokens": 2, "details": {"prompt_tokens": 7}}} | 2 | 0
            {"data":[{"usage":null}],"usage":{"prompt_tokens":3}} | 3 | 0
            """)
    void readsWhatTheTopSays(String json, long input, long output) {
        assertThat(TokenUsage.of(json.getBytes(UTF_8))).hasValue(new TokenUsage(input, output));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "\"usage\"",
                "[{\"usage\": {\"prompt_tokens\": 1}}]",
                "{\"usage\": null}",
                "{\"usage\":null}",
                "{\"usage\": {}}",
                "{\"usage\": {\"prompt_tokens\": \"9\"}}",
                "{\"usage\": {\"prompt_tokens\": -1}}",
                "{\"usage\": {\"prompt_tokens\": 1e3}}",
                "{\"usage\": {\"prompt_tokens\": 99999999999999999999}}",
                "{\"text\": \"usage\", \"usages\": {\"prompt_tokens\": 1}}"
            })
    void guessesNothing(String json) {
        assertThat(TokenUsage.of(json.getBytes(UTF_8))).isEmpty();
    }
}
