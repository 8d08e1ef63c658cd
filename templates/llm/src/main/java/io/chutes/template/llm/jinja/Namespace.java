package io.chutes.template.llm.jinja;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code namespace()} makes: variables that statements within loops can set. */
record Namespace(Map<String, @Nullable Object> variables) {
    Namespace() {
        this(new HashMap<>());
    }
}
