package io.chutes.processor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Complains of untagged choices two of whose alternatives could be the same JSON: the runtime looks at a value's type alone. */
final class Alternatives {
    private static final String DEFINITION = "#/$defs/";
    private static final String ARRAY = "array";
    private static final String LISTS = ARRAY + " (of several, each must be @NotEmpty and have items of another type)";

    private final Map<String, ObjectNode> definitions;
    private final Consumer<String> complain;

    Alternatives(Map<String, ObjectNode> definitions, Consumer<String> complain) {
        this.definitions = definitions;
        this.complain = complain;
    }

    void check() {
        definitions.forEach((name, schema) -> {
            if (isUntagged(schema)) {
                check(name, schema.path("oneOf"));
            }
        });
    }

    private void check(String choice, JsonNode alternatives) {
        for (int i = 0; i < alternatives.size(); i++) {
            JsonNode one = alternatives.get(i);
            Optional<String> kind = kind(resolved(one));
            if (kind.isEmpty()) {
                complain.accept(
                        "%s of the @Untagged %s may be JSON of several types: make its component one of a string, a number, a boolean, a record or a list of these"
                                .formatted(name(one), choice));
            }
            for (int j = 0; j < i; j++) {
                JsonNode earlier = alternatives.get(j);
                if (kind.isPresent() && areLike(kind.get(), resolved(earlier), resolved(one))) {
                    complain.accept(
                            "%s and %s of the @Untagged %s cannot be told apart, as both are a JSON %s: make them one record, or remove @Untagged"
                                    .formatted(
                                            name(earlier),
                                            name(one),
                                            choice,
                                            kind.get().equals(ARRAY) ? LISTS : kind.get()));
                }
            }
        }
    }

    private boolean areLike(String kind, JsonNode earlier, JsonNode one) {
        return kind.equals(kind(earlier).orElse("")) && !(kind.equals(ARRAY) && areApart(earlier, one));
    }

    /** Of arrays by their first item. */
    private boolean areApart(JsonNode array, JsonNode other) {
        Optional<String> kind = kind(resolved(array.path("items")));
        Optional<String> otherKind = kind(resolved(other.path("items")));
        return array.path("minItems").asInt() > 0
                && other.path("minItems").asInt() > 0
                && kind.isPresent()
                && otherKind.isPresent()
                && !kind.equals(otherKind);
    }

    private Optional<String> kind(JsonNode schema) {
        if (schema.has("oneOf")) {
            return isUntagged(schema) ? Optional.empty() : Optional.of("object");
        }
        return Optional.ofNullable(schema.path("type").textValue())
                .map(type -> type.equals("integer") ? "number" : type);
    }

    private JsonNode resolved(JsonNode schema) {
        JsonNode at = schema;
        while (at.has("$ref")) {
            at = definitions.getOrDefault(name(at), SchemaPart.object());
        }
        return at;
    }

    private static boolean isUntagged(JsonNode schema) {
        return schema.has("oneOf") && !schema.has("discriminator");
    }

    private static String name(JsonNode reference) {
        return reference.path("$ref").asText().substring(DEFINITION.length());
    }
}
