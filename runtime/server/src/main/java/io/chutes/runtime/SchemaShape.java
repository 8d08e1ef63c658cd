package io.chutes.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.runtime.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;

/**
 * The comparison of one JSON document with the schema that the processor wrote for it; every place that does not fit is noted. It
 * knows the keywords that the processor writes, and no others.
 */
final class SchemaShape {
    private static final String DEFINITIONS = "#/$defs/";

    private final JsonNode schema;
    private final Faults faults = new Faults();

    SchemaShape(JsonNode schema) {
        this.schema = schema;
    }

    List<FieldError> faults(JsonNode document) {
        check(document, schema, "");
        return faults.all();
    }

    private void check(JsonNode node, JsonNode rules, String pointer) {
        if (faults.areEnough()) {
            return;
        }
        if (rules.has("$ref")) {
            check(node, definition(rules.get("$ref").asText()), pointer);
        } else if (rules.has("anyOf")) { // a value or null
            if (!node.isNull()) {
                check(node, rules.get("anyOf").get(0), pointer);
            }
        } else if (rules.has("oneOf")) {
            checkChoice(node, rules.path("discriminator"), pointer);
        } else if (hasType(node, rules, pointer)) {
            checkValue(node, rules, pointer);
        }
    }

    private JsonNode definition(String reference) {
        return schema.path("$defs").path(reference.substring(DEFINITIONS.length()));
    }

    private void checkChoice(JsonNode node, JsonNode discriminator, String pointer) {
        if (!node.isObject()) {
            faults.type(pointer, "an object", node);
            return;
        }
        String property = discriminator.path("propertyName").asText();
        JsonNode mapping = discriminator.path("mapping");
        JsonNode said = node.get(property);
        if (said == null) {
            faults.add(
                    BodyShape.at(pointer, property),
                    "required",
                    "is missing; it says which of " + names(mapping) + " this is");
        } else if (!said.isTextual() || !mapping.has(said.textValue())) {
            faults.add(BodyShape.at(pointer, property), "enum", "must be one of " + names(mapping));
        } else {
            check(node, definition(mapping.get(said.textValue()).asText()), pointer);
        }
    }

    private boolean hasType(JsonNode node, JsonNode rules, String pointer) {
        boolean fits =
                switch (rules.path("type").asText()) {
                    case "string" -> node.isTextual();
                    case "boolean" -> node.isBoolean();
                    case "integer" -> node.isNumber() && SchemaBounds.isInteger(node.decimalValue());
                    case "number" -> node.isNumber();
                    case "array" -> node.isArray();
                    case "object" -> node.isObject();
                    default -> true;
                };
        if (!fits) {
            faults.type(pointer, noun(rules), node);
        }
        return fits;
    }

    private static String noun(JsonNode rules) {
        if (rules.has("enum")) {
            return "one of " + rules.get("enum");
        }
        return switch (rules.path("type").asText()) {
            case "boolean" -> "true or false";
            case "integer" -> "an integer";
            case "array" -> "an array";
            case "object" -> "an object";
            default -> "a " + rules.path("type").asText();
        };
    }

    private void checkValue(JsonNode node, JsonNode rules, String pointer) {
        if (rules.has("const") && !rules.get("const").equals(node)) {
            faults.add(pointer, "const", "must be " + rules.get("const"));
        }
        if (rules.has("enum") && !contains(rules.get("enum"), node)) {
            faults.add(
                    pointer,
                    "enum",
                    "must be one of " + rules.get("enum") + ", got " + Faults.shortened(node.toString()));
        }
        SchemaBounds.check(node, rules, pointer, faults);
        if (node.isObject()) {
            checkObject(node, rules, pointer);
        }
        if (node.isArray()) {
            JsonNode items = rules.path("items");
            for (int i = 0; i < node.size() && !faults.areEnough(); i++) {
                check(node.get(i), items, BodyShape.at(pointer, i));
            }
        }
    }

    private void checkObject(JsonNode node, JsonNode rules, String pointer) {
        for (JsonNode required : rules.path("required")) {
            if (!node.has(required.asText())) {
                faults.add(BodyShape.at(pointer, required.asText()), "required", "is missing");
            }
        }
        JsonNode properties = rules.path("properties");
        JsonNode others = rules.path("additionalProperties");
        node.properties().forEach(property -> {
            String at = BodyShape.at(pointer, property.getKey());
            JsonNode known = properties.get(property.getKey());
            if (known != null) {
                check(property.getValue(), known, at);
            } else if (others.isObject()) {
                check(property.getValue(), others, at);
            } else if (others.isBoolean() && !others.booleanValue()) {
                faults.add(
                        at,
                        "additionalProperties",
                        "is not known here; known: " + String.join(", ", names(properties)));
            }
        });
    }

    private static boolean contains(JsonNode array, JsonNode node) {
        for (JsonNode item : array) {
            if (item.equals(node)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
