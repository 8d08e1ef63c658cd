package io.chutes.platform.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The definitions of many schemas in one place; two of one name that differ get different names. */
final class OpenApiSchemas {
    private static final String FROM = "#/$defs/";
    private static final String TO = "#/components/schemas/";

    private final Map<String, JsonNode> schemas = new TreeMap<>();

    /** For each name taken, its definition and all that it refers to, as they were written. */
    private final Map<String, JsonNode> origins = new HashMap<>();

    /** Takes a name before any other does; answers a reference to it. */
    JsonNode reserve(String name, JsonNode schema) {
        schemas.put(name, schema);
        origins.put(name, schema);
        return JsonNodeFactory.instance.objectNode().put("$ref", TO + name);
    }

    /** A schema without its definitions, which are here now. */
    JsonNode hoist(JsonNode document) {
        JsonNode definitions = document.path("$defs");
        Map<String, String> names = new HashMap<>();
        definitions.fieldNames().forEachRemaining(name -> names.put(name, name(name, definitions)));
        definitions
                .properties()
                .forEach(definition -> schemas.put(
                        names.getOrDefault(definition.getKey(), definition.getKey()),
                        renamed(definition.getValue(), names)));
        ObjectNode schema = document.deepCopy();
        schema.remove("$schema");
        schema.remove("$defs");
        return renamed(schema, names);
    }

    ObjectNode all() {
        return JsonNodeFactory.instance.objectNode().setAll(schemas);
    }

    private String name(String wanted, JsonNode definitions) {
        ObjectNode origin = JsonNodeFactory.instance.objectNode();
        collect(wanted, definitions, origin);
        String name = wanted;
        for (int i = 2; origins.containsKey(name) && !origin.equals(origins.get(name)); i++) {
            name = wanted + "_" + i;
        }
        origins.put(name, origin);
        return name;
    }

    private static void collect(String name, JsonNode definitions, ObjectNode origin) {
        if (!origin.has(name)) {
            JsonNode definition = definitions.path(name);
            origin.set(name, definition);
            for (JsonNode reference : definition.findValues("$ref")) {
                if (reference.isTextual()) { // else a property of that name
                    collect(reference.asText().substring(FROM.length()), definitions, origin);
                }
            }
        }
    }

    /** The same with all references, those of discriminators too, as they are in this place. */
    private static JsonNode renamed(JsonNode node, Map<String, String> names) {
        return switch (node) {
            case TextNode text
            when text.textValue().startsWith(FROM) -> {
                String name = text.textValue().substring(FROM.length());
                yield TextNode.valueOf(TO + names.getOrDefault(name, name));
            }
            case ObjectNode object -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                object.properties().forEach(entry -> copy.set(entry.getKey(), renamed(entry.getValue(), names)));
                yield copy;
            }
            case ArrayNode array -> {
                var copy = JsonNodeFactory.instance.arrayNode();
                array.forEach(item -> copy.add(renamed(item, names)));
                yield copy;
            }
            default -> node;
        };
    }
}
