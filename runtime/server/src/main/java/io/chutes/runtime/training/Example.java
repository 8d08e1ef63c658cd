package io.chutes.runtime.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;

/**
 * A small value of a JSON Schema 2020-12 as the processor writes them. It says nothing of patterns, so that an endpoint may
 * refuse it.
 */
final class Example {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String DEFINITION = "#/$defs/";
    private static final int LONGEST = 1000;

    private final JsonNode definitions;
    /** Those that a value of is being made: a type that holds itself ends where it may. */
    private final Set<String> open = new HashSet<>();

    private Example(JsonNode schema) {
        this.definitions = schema.path("$defs");
    }

    static JsonNode of(JsonNode schema) {
        return new Example(schema).value(schema);
    }

    private JsonNode value(JsonNode schema) {
        if (schema.has("$ref")) {
            return referred(schema.path("$ref").asText());
        } else if (schema.has("const")) {
            return schema.get("const");
        } else if (schema.has("enum")) {
            return schema.get("enum").path(0);
        } else if (schema.has("oneOf")) {
            return value(schema.get("oneOf").path(0));
        } else if (schema.has("anyOf")) {
            return value(schema.get("anyOf").path(0));
        }
        JsonNode type = schema.path("type");
        return switch (type.isArray() ? type.path(0).asText() : type.asText("object")) {
            case "boolean" -> JSON.booleanNode(true);
            case "integer", "number" -> number(schema);
            case "string" -> JSON.textNode(text(schema));
            case "array" -> array(schema);
            case "null" -> JSON.nullNode();
            default -> object(schema);
        };
    }

    private JsonNode referred(String reference) {
        if (!open.add(reference)) {
            return JSON.nullNode();
        }
        JsonNode value = value(definitions.path(reference.substring(DEFINITION.length())));
        open.remove(reference);
        return value;
    }

    /** What must be there, and what may be as long as no type is within itself. */
    private ObjectNode object(JsonNode schema) {
        ObjectNode object = JSON.objectNode();
        schema.path("properties").properties().forEach(property -> {
            JsonNode value = value(property.getValue());
            if (!value.isNull()) {
                object.set(property.getKey(), value);
            }
        });
        if (schema.path("additionalProperties").isObject()) {
            object.set("key", value(schema.get("additionalProperties")));
        }
        return object;
    }

    private ArrayNode array(JsonNode schema) {
        ArrayNode array = JSON.arrayNode();
        JsonNode item = value(schema.path("items"));
        int length = Math.clamp(schema.path("minItems").asInt(1), item.isNull() ? 0 : 1, LONGEST);
        for (int i = 0; i < length && !item.isNull(); i++) {
            array.add(item);
        }
        return array;
    }

    /** The number next to one, so that whoever counts to it is soon there. */
    private static JsonNode number(JsonNode schema) {
        BigDecimal number = BigDecimal.ONE;
        if (schema.has("maximum")) {
            number = number.min(schema.get("maximum").decimalValue());
        }
        if (schema.has("exclusiveMaximum")) {
            number = number.min(schema.get("exclusiveMaximum").decimalValue().subtract(BigDecimal.ONE));
        }
        if (schema.has("minimum")) {
            number = number.max(schema.get("minimum").decimalValue());
        }
        if (schema.has("exclusiveMinimum")) {
            number = number.max(schema.get("exclusiveMinimum").decimalValue().add(BigDecimal.ONE));
        }
        return JSON.numberNode(number);
    }

    private static String text(JsonNode schema) {
        return switch (schema.path("format").asText()) {
            case "date-time" -> "2026-01-01T00:00:00Z";
            case "date" -> "2026-01-01";
            case "uuid" -> "00000000-0000-4000-8000-000000000000";
            case "email" -> "a@example.com";
            default -> schema.path("pattern").asText().contains("PT") ? "PT1S" : padded("text", schema);
        };
    }

    private static String padded(String text, JsonNode schema) {
        int least = Math.min(schema.path("minLength").asInt(0), LONGEST);
        int most = schema.path("maxLength").asInt(LONGEST);
        String padded = text + "x".repeat(Math.max(0, least - text.length()));
        return padded.substring(0, Math.min(padded.length(), most));
    }
}
