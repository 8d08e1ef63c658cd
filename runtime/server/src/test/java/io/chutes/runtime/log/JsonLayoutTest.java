package io.chutes.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonLayoutTest {
    private final Logger logger = new LoggerContext().getLogger("shop.Orders");

    @Test
    void writesALineOfJson() throws Exception {
        LoggingEvent event =
                event(Map.of("requestId", "r-1", "endpoint", "POST /orders"), "{} of \"{}\"\n", null, 3, "pears\u0007");
        event.setKeyValuePairs(List.of(new KeyValuePair("tries", 2)));

        String line = new JsonLayout().doLayout(event);

        assertThat(line).endsWith("}\n").doesNotContainPattern("(?s)\n.");
        JsonNode json = new JsonMapper().readTree(line);
        assertThat(Instant.parse(json.path("time").textValue())).isEqualTo(event.getInstant());
        assertThat(json.path("level").textValue()).isEqualTo("WARN");
        assertThat(json.path("logger").textValue()).isEqualTo("shop.Orders");
        assertThat(json.path("message").textValue()).isEqualTo("3 of \"pears\u0007\"\n");
        assertThat(json.path("requestId").textValue()).isEqualTo("r-1");
        assertThat(json.path("endpoint").textValue()).isEqualTo("POST /orders");
        assertThat(json.path("tries").textValue()).isEqualTo("2");
        assertThat(json.has("exception")).isFalse();
    }

    @Test
    void writesEachNameOnce() throws Exception {
        LoggingEvent event = event(Map.of("engine", "old", "message", "theirs"), "ours", null);
        event.setKeyValuePairs(List.of(new KeyValuePair("engine", "new")));

        JsonNode json = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build()
                .readTree(new JsonLayout().doLayout(event));

        assertThat(json.path("engine").textValue()).isEqualTo("new");
        assertThat(json.path("message").textValue()).isEqualTo("ours");
        assertThat(json.path("message_").textValue()).isEqualTo("theirs");
    }

    @Test
    void writesAnExceptionWithItsCause() throws Exception {
        var thrown = new IllegalStateException("no stock", new RuntimeException("no delivery"));

        JsonNode json = new JsonMapper().readTree(new JsonLayout().doLayout(event(Map.of(), "failed", thrown)));

        assertThat(json.path("exception").textValue())
                .contains("IllegalStateException: no stock", "JsonLayoutTest", "Caused by: ", "no delivery");
    }

    private LoggingEvent event(
            Map<String, String> context, String message, @Nullable Throwable thrown, Object... arguments) {
        var event = new LoggingEvent(Logger.class.getName(), logger, Level.WARN, message, thrown, arguments);
        event.setMDCPropertyMap(context);
        return event;
    }
}
