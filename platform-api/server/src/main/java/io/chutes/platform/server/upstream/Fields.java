package io.chutes.platform.server.upstream;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The header fields of a message, in their order. Case does not matter in their names. */
public final class Fields {
    private final List<Field> all = new ArrayList<>();

    /** One of them. */
    public record Field(String name, String value) {}

    /** Adds one. */
    public Fields add(String name, String value) {
        all.add(new Field(name, value));
        return this;
    }

    /** All of them. */
    public List<Field> all() {
        return Collections.unmodifiableList(all);
    }

    /** The values of those of that name. */
    public List<String> all(String name) {
        return all.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /** The value of the first of that name. */
    public Optional<String> first(String name) {
        for (Field field : all) {
            if (field.name().equalsIgnoreCase(name)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }
}
