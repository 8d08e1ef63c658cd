package io.chutes.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Makes sure that all a schema says can be checked: one that a newer processor wrote may say more, and must not be half obeyed. */
final class SchemaKeywords {
    private static final Set<String> CHECKED = Set.of(
            "$schema",
            "$ref",
            "$defs",
            "description",
            "discriminator",
            "contentEncoding",
            "type",
            "format",
            "const",
            "enum",
            "anyOf",
            "oneOf",
            "allOf",
            "pattern",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "items",
            "minItems",
            "maxItems",
            "uniqueItems",
            "properties",
            "required",
            "additionalProperties",
            "minProperties",
            "maxProperties");

    private SchemaKeywords() {}

    /**
     * Checks a schema.
     *
     * @param owner what takes such a body, for people
     * @throws StartupException if it says something that this runtime cannot check
     */
    static void check(JsonNode schema, String owner) {
        schema.properties().forEach(keyword -> {
            if (!CHECKED.contains(keyword.getKey())) {
                throw new StartupException(
                        "the schema of what %s takes has the keyword %s, which this runtime cannot check: use a newer one"
                                .formatted(owner, keyword.getKey()));
            }
            JsonNode value = keyword.getValue();
            switch (keyword.getKey()) {
                case "$defs", "properties" -> value.forEach(inner -> check(inner, owner));
                case "anyOf", "oneOf", "allOf" -> value.forEach(inner -> check(inner, owner));
                case "items", "additionalProperties" -> check(value, owner);
                default -> {}
            }
        });
    }
}
