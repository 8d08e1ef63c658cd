package io.chutes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String MADE = "00-[0-9a-f]{32}-[0-9a-f]{16}-00";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-" + TRACE + "-00f067aa0ba902b7-01",
                "01-" + TRACE + "-00f067aa0ba902b7-01",
                "cc-" + TRACE + "-00f067aa0ba902b7-01-what-the-future-will-bring"
            })
    void goesOnInTheCallersTrace(String given) {
        assertThat(TraceContext.of(given).toString()).matches("00-" + TRACE + "-(?!00f067aa0ba902b7)[0-9a-f]{16}-01");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-" + TRACE + "-00f067aa0ba902b7-01-more",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-" + TRACE + "-0000000000000000-01",
                "ff-" + TRACE + "-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-" + TRACE + "-00f067aa0ba902b7-1"
            })
    void beginsATraceWhereThereIsNone(String given) {
        assertThat(TraceContext.of(given).toString()).matches(MADE).doesNotContain(TRACE);
    }

    @Test
    void tellsTheCaller() throws Exception {
        try (Served served = Served.endpoints("", routes -> routes.text("GET", "/a", "text/plain", _ -> "a"))) {
            var answer = served.send(served.to("/a").header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01"));

            assertThat(answer.headers().firstValue("traceparent").orElseThrow()).startsWith("00-" + TRACE + "-");
            assertThat(served.get("/none").headers().firstValue("traceparent").orElseThrow())
                    .matches(MADE);
        }
    }
}
