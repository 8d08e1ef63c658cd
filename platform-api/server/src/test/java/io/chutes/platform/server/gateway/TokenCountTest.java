package io.chutes.platform.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.server.upstream.Fields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenCountTest {
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":5,\"total_tokens\":12}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{" + USAGE + "}",
                "{\"id\":\"x\",\"choices\":[{\"text\":\"}\\\"\"}]," + USAGE + "}",
                " { \"usage\" : { \"prompt_tokens\" : 7 ,\n\"details\":{\"a\":[1]},\"completion_tokens\":5} , \"z\":{\"usage\":1}}",
                "{\"usage\":null," + USAGE + "}",
            })
    void readsTheUsageOfAnObjectHoweverItIsCut(String body) {
        assertThat(count("application/json; charset=utf-8", body)).containsExactly(new Tokens(7, 5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[" + USAGE + "]",
                "{\"a\":{" + USAGE + "}}",
                "{\"a\":\"usage\",\"b\":{\"prompt_tokens\":7,\"completion_tokens\":5}}",
                "{\"Usage\":{\"prompt_tokens\":7,\"completion_tokens\":5}}",
                "{\"usage\":null}",
                "{\"usage\":{}}",
                "{\"usage\":{\"prompt_tokens\":7}}",
                "{\"usage\":{\"prompt_tokens\":-7,\"completion_tokens\":5}}",
                "{\"usage\":{\"prompt_tokens\":\"7\",\"completion_tokens\":5}}",
                "{\"usage\":{\"prompt_tokens\":7.5,\"completion_tokens\":5}}",
                "{\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":1000000001}}",
                "{\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":5",
                "not JSON, \"usage\":1",
            })
    void guessesNothing(String body) {
        assertThat(count("application/json", body)).isEmpty();
    }

    @Test
    void readsWhatEmbeddingsTell() {
        assertThat(count("application/json", "{\"usage\":{\"prompt_tokens\":7,\"total_tokens\":7}}"))
                .containsExactly(new Tokens(7, 0));
    }

    @Test
    void skipsAUsageThatIsTooLargeToBeOne() {
        assertThat(count(
                        "application/json",
                        "{\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":5,\"x\":\"" + "x".repeat(5000) + "\"}}"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void readsEachEventThatTells(String end) {
        String events = String.join(
                end,
                "event: usage",
                "data: {\"choices\":[{\"delta\":\"" + USAGE.replace("\"", "\\\"") + "\"}],\"usage\":null}",
                "",
                ": " + USAGE,
                "data:{\"choices\":[],",
                "data: \"usage\":{\"prompt_tokens\":7,\"completion_tokens\":1}}",
                "",
                "data: {\"broken",
                "",
                "data: {" + USAGE + "}",
                "",
                "data: [DONE]",
                "",
                "");

        assertThat(count("text/event-stream", events)).containsExactly(new Tokens(7, 1), new Tokens(7, 5));
    }

    @Test
    void readsNothingElse() {
        assertThat(of(new Fields().add("Content-Type", "text/plain"))).isEmpty();
        assertThat(of(new Fields())).isEmpty();
        assertThat(of(new Fields().add("Content-Type", "application/json").add("content-encoding", "gzip")))
                .isEmpty();
    }

    private static Optional<TokenCount> of(Fields fields) {
        return TokenCount.of(fields, _ -> {});
    }

    /** What is told, whether the body comes at once or byte by byte. */
    private static List<Tokens> count(String type, String body) {
        List<Tokens> whole = count(type, body, body.length());
        assertThat(count(type, body, 1)).isEqualTo(whole);
        return whole;
    }

    private static List<Tokens> count(String type, String body, int pieces) {
        var found = new ArrayList<Tokens>();
        TokenCount count = TokenCount.of(new Fields().add("Content-Type", type), found::add)
                .orElseThrow();
        for (int at = 0; at < body.length(); at += pieces) {
            byte[] piece =
                    body.substring(at, Math.min(body.length(), at + pieces)).getBytes(StandardCharsets.UTF_8);
            count.read(piece, piece.length);
        }
        return found;
    }
}
