package io.chutes.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Documents that mostly fit a schema, and changes that mostly make them misfits. */
final class RandomDocuments {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MAX_DEPTH = 6;
    private static final List<JsonNode> SAMPLES = Stream.concat(
                    Samples.TEXTS.stream().map(JSON::textNode),
                    Samples.NUMBERS.stream().map(RandomDocuments::number))
            .toList();
    private static final Map<JsonNode, List<JsonNode>> FITTING = new HashMap<>();

    private final JsonNode document;
    private final Random random;

    RandomDocuments(JsonNode schema, Random random) {
        this.document = schema;
        this.random = random;
    }

    JsonNode next() {
        JsonNode fitting = fitting(document, 0);
        int changes = random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            fitting = changed(fitting);
        }
        return fitting;
    }

    private JsonNode fitting(JsonNode schema, int depth) {
        if (schema.has("$ref")) {
            return fitting(document.at(schema.path("$ref").asText().substring(1)), depth);
        } else if (schema.has("const")) {
            return schema.path("const");
        } else if (schema.has("enum")) {
            return one(schema.path("enum"));
        } else if (schema.has("anyOf")) {
            boolean isNull = depth > MAX_DEPTH || random.nextInt(3) == 0;
            return isNull ? JSON.nullNode() : fitting(schema.path("anyOf").path(0), depth + 1);
        } else if (schema.has("oneOf")) {
            return fitting(depth > MAX_DEPTH ? schema.path("oneOf").path(0) : one(schema.path("oneOf")), depth + 1);
        }
        if (schema.path("type").isArray()) {
            return junk(any(SAMPLES));
        }
        return switch (schema.path("type").asText()) {
            case "string", "integer", "number" -> sample(schema);
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            case "array" -> array(schema, depth);
            default -> object(schema, depth);
        };
    }

    /** A sample that fits by the decoder's own opinion, mostly: whether that is right is for the test to say. */
    private JsonNode sample(JsonNode schema) {
        List<JsonNode> fitting = FITTING.computeIfAbsent(schema, wanted -> {
            return SAMPLES.stream().filter(sample -> fits(sample, wanted)).toList();
        });
        return any(random.nextInt(40) == 0 ? SAMPLES : fitting);
    }

    private static boolean fits(JsonNode sample, JsonNode wanted) {
        try {
            Json.check(Json.bytes(sample), wanted);
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }

    /** Large integers are written out: of those with an exponent, json-schema-validator holds only the lowest 64 bits against limits. */
    private static JsonNode number(BigDecimal number) {
        boolean isLarge = number.scale() < 0 && number.precision() - number.scale() > 18;
        return number.scale() == 0 || isLarge ? JSON.numberNode(number.toBigIntegerExact()) : JSON.numberNode(number);
    }

    private JsonNode array(JsonNode schema, int depth) {
        ArrayNode array = JSON.arrayNode();
        int least = schema.path("minItems").asInt(0);
        int length = depth > MAX_DEPTH
                ? least
                : least + random.nextInt(schema.path("maxItems").asInt(least + 3) - least + 1);
        for (int i = 0; i < length; i++) {
            array.add(fitting(schema.path("items"), depth + 1));
        }
        return array;
    }

    private JsonNode object(JsonNode schema, int depth) {
        ObjectNode object = JSON.objectNode();
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("properties").properties().forEach(property -> {
            if (required.contains(property.getKey()) || (depth < MAX_DEPTH && random.nextBoolean())) {
                object.set(property.getKey(), fitting(property.getValue(), depth + 1));
            }
        });
        if (schema.path("additionalProperties").isObject()) {
            int members = schema.path("minProperties").asInt(0) + random.nextInt(2);
            for (int i = 0; i < members; i++) {
                object.set(any(Samples.TEXTS), fitting(schema.path("additionalProperties"), depth + 1));
            }
        }
        return object;
    }

    /** The document with one place of it replaced, removed or added. */
    private JsonNode changed(JsonNode original) {
        if (original.isEmpty() || random.nextInt(4) == 0) {
            return junk(original);
        }
        JsonNode copy = original.deepCopy();
        if (copy instanceof ArrayNode array) {
            changeElement(array);
        } else if (copy instanceof ObjectNode object) {
            changeMember(object);
        }
        return copy;
    }

    private void changeElement(ArrayNode array) {
        int index = random.nextInt(array.size());
        switch (random.nextInt(4)) {
            case 0 -> array.remove(index);
            case 1 -> array.add(array.get(index));
            default -> array.set(index, changed(array.get(index)));
        }
    }

    private void changeMember(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String name = any(names);
        switch (random.nextInt(6)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(any(Samples.TEXTS), JSON.numberNode(1));
            default -> object.set(name, changed(object.path(name)));
        }
    }

    private JsonNode junk(JsonNode original) {
        return switch (random.nextInt(10)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 -> JSON.arrayNode().add(original);
            case 3 -> JSON.objectNode().set("type", original);
            case 4, 5, 6 -> number(any(Samples.NUMBERS));
            default -> JSON.textNode(any(Samples.TEXTS));
        };
    }

    private JsonNode one(JsonNode array) {
        return array.path(random.nextInt(array.size()));
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
