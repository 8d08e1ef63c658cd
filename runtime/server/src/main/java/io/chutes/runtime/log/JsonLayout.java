package io.chutes.runtime.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.event.KeyValuePair;

/**
 * A line of JSON for each event: {@code time} (RFC 3339, UTC), {@code level}, {@code logger}, {@code message}; what the MDC holds,
 * such as {@code requestId}, {@code traceId} and {@code endpoint}, and the event's own key-value pairs by their names; and
 * {@code exception}, a stack trace. Where one of them has a name of these, it gets an underscore.
 */
final class JsonLayout extends LayoutBase<ILoggingEvent> {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> OURS = Set.of("time", "level", "logger", "message", "exception");

    @Override
    public String doLayout(ILoggingEvent event) {
        var line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            write(event, json);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write to memory", e);
        }
        return line.append('\n').toString();
    }

    private static void write(ILoggingEvent event, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("time", event.getInstant().toString());
        json.writeStringField("level", event.getLevel().toString());
        json.writeStringField("logger", event.getLoggerName());
        json.writeStringField("message", event.getFormattedMessage());
        for (Map.Entry<String, String> more : further(event).entrySet()) {
            json.writeStringField(OURS.contains(more.getKey()) ? more.getKey() + "_" : more.getKey(), more.getValue());
        }
        if (event.getThrowableProxy() != null) {
            json.writeStringField("exception", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        json.writeEndObject();
    }

    /** Each name once: an object with a name twice is read in as many ways as there are readers. */
    private static Map<String, String> further(ILoggingEvent event) {
        Map<String, String> further = new LinkedHashMap<>(event.getMDCPropertyMap());
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> further.put(pair.key, String.valueOf(pair.value)));
        }
        return further;
    }
}
