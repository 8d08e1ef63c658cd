package io.chutes.template.llm.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a function, a filter, a test or a method is called with. */
record Arguments(List<@Nullable Object> positional, Map<String, @Nullable Object> named) {
    static Arguments of(@Nullable Object... positional) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Object value : positional) {
            values.add(value);
        }
        return new Arguments(values, new LinkedHashMap<>());
    }

    boolean has(int index, String name) {
        return index < positional.size() || named.containsKey(name);
    }

    @Nullable Object get(int index, String name, @Nullable Object otherwise) {
        return index < positional.size()
                ? positional.get(index)
                : named.containsKey(name) ? named.get(name) : otherwise;
    }

    @Nullable Object require(int index, String name) {
        if (!has(index, name)) {
            throw new JinjaException("the argument %s is missing".formatted(name));
        }
        return get(index, name, null);
    }

    String text(int index, String name) {
        Object value = require(index, name);
        if (value instanceof String text) {
            return text;
        }
        throw new JinjaException("the argument %s must be a string, got %s".formatted(name, PythonText.repr(value)));
    }

    int integer(int index, String name, int otherwise) {
        return has(index, name) ? Math.toIntExact(Values.integer(get(index, name, null))) : otherwise;
    }

    boolean flag(int index, String name) {
        return Values.isTrue(get(index, name, false));
    }

    /** None by another name or at another place than these. */
    void only(String... names) {
        if (positional.size() > names.length) {
            throw new JinjaException(
                    "%d arguments are too many, at most %d are taken".formatted(positional.size(), names.length));
        }
        List<String> known = List.of(names);
        named.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new JinjaException("there is no argument " + name);
                });
    }
}
