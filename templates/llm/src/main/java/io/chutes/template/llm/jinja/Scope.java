package io.chutes.template.llm.jinja;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables at a place of a template, and behind them those of the places around it. */
final class Scope {
    private final @Nullable Scope around;
    private final Map<String, @Nullable Object> variables = new HashMap<>();

    Scope(@Nullable Scope around) {
        this.around = around;
    }

    @Nullable Object get(String name) {
        for (Scope scope = this; scope != null; scope = scope.around) {
            if (scope.variables.containsKey(name)) {
                return scope.variables.get(name);
            }
        }
        return new Undefined(name);
    }

    void set(String name, @Nullable Object value) {
        variables.put(name, value);
    }
}
