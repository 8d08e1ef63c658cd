package io.chutes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.runtime.spi.Body;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON that came with the call that started a job.
 *
 * @param schema what it must be; null for whatever its type can hold
 */
record JobBody(String json, @Nullable JsonNode schema) implements Body {
    @Override
    public <T> T body(Class<T> type) {
        return Json.read(bytes(), type, schema);
    }

    @Override
    public <T> List<T> list(Class<T> element) {
        return Json.list(bytes(), element, schema);
    }

    @Override
    public <T> Map<String, T> map(Class<T> value) {
        return Json.map(bytes(), value, schema);
    }

    @Override
    public String text() {
        return json;
    }

    @Override
    public byte[] bytes() {
        return json.getBytes(UTF_8);
    }
}
