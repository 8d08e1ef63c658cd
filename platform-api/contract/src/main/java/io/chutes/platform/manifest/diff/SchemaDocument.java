package io.chutes.platform.manifest.diff;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A JSON Schema 2020-12 with its definitions. */
record SchemaDocument(JsonNode root) {
    private static final String DEFINITION = "#/$defs/";

    /** A schema, or what it refers to. */
    JsonNode resolved(JsonNode schema) {
        JsonNode at = schema;
        for (String reference = reference(at); reference != null; reference = reference(at)) {
            at = root.path("$defs").path(reference.substring(DEFINITION.length()));
        }
        return at;
    }

    private static @Nullable String reference(JsonNode schema) {
        String reference = schema.path("$ref").asText("");
        return reference.startsWith(DEFINITION) ? reference : null;
    }

    /** The types that a value may have; empty for any. */
    static Set<String> types(JsonNode schema) {
        Set<String> types = new TreeSet<>();
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            types.add(type.asText());
        }
        type.forEach(one -> types.add(one.asText()));
        return types;
    }

    static Set<String> texts(JsonNode array) {
        Set<String> texts = new LinkedHashSet<>();
        array.forEach(item -> texts.add(item.isTextual() ? item.asText() : item.toString()));
        return texts;
    }

    /** The alternatives of a schema by the constant that tells them apart. */
    Map<String, JsonNode> alternatives(JsonNode schema) {
        Map<String, JsonNode> alternatives = new LinkedHashMap<>();
        for (JsonNode branch : schema.path("oneOf")) {
            alternatives.put(name(branch), branch);
        }
        return alternatives;
    }

    private String name(JsonNode branch) {
        JsonNode resolved = resolved(branch);
        for (JsonNode property : resolved.path("properties")) {
            if (property.has("const")) {
                return property.get("const").asText();
            }
        }
        return types(resolved).equals(Set.of("null"))
                ? "null"
                : branch.path("$ref").asText(resolved.toString());
    }
}
