package io.chutes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.chutes.runtime.spi.Body;
import java.util.List;
import java.util.Map;

/** The JSON that came with the call that started a job. */
record JobBody(String json) implements Body {
    @Override
    public <T> T body(Class<T> type) {
        return Json.read(bytes(), type);
    }

    @Override
    public <T> List<T> list(Class<T> element) {
        return Json.list(bytes(), element);
    }

    @Override
    public <T> Map<String, T> map(Class<T> value) {
        return Json.map(bytes(), value);
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
