package io.chutes.processor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** Finds the definitions that only a document without an end would fit, as a record that always holds another of itself. */
final class EndlessTypes {
    private static final String DEFINITION = "#/$defs/";

    private final Map<String, ObjectNode> definitions;
    private final Set<String> ending = new HashSet<>();

    EndlessTypes(Map<String, ObjectNode> definitions) {
        this.definitions = definitions;
    }

    Set<String> names() {
        boolean more = true;
        while (more) {
            more = false;
            for (Map.Entry<String, ObjectNode> definition : definitions.entrySet()) {
                more |= !ending.contains(definition.getKey())
                        && ends(definition.getValue())
                        && ending.add(definition.getKey());
            }
        }
        Set<String> names = new TreeSet<>(definitions.keySet());
        names.removeAll(ending);
        return names;
    }

    private boolean ends(JsonNode schema) {
        if (schema.has("$ref")) {
            return ending.contains(schema.path("$ref").asText().substring(DEFINITION.length()));
        } else if (schema.has("oneOf")) {
            return schema.path("oneOf").isEmpty() || any(schema.path("oneOf"));
        } else if (schema.has("anyOf")) {
            return any(schema.path("anyOf"));
        } else if (schema.path("minItems").asInt() > 0) {
            return ends(schema.path("items"));
        } else if (schema.path("minProperties").asInt() > 0) {
            return ends(schema.path("additionalProperties"));
        }
        return StreamSupport.stream(schema.path("required").spliterator(), false)
                .allMatch(name -> ends(schema.path("properties").path(name.asText())));
    }

    private boolean any(JsonNode schemas) {
        return StreamSupport.stream(schemas.spliterator(), false).anyMatch(this::ends);
    }
}
