package io.chutes.runtime;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.runtime.Problem.FieldError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The comparison of one JSON document with the type it should become, for routes that no manifest describes; every place that
 * does not fit is noted.
 */
final class BodyShape {
    /** Enough to see what is wrong, few enough for an answer. */
    private static final int MAX_FAULTS = 50;

    private static final Map<JavaType, Map<String, JavaType>> COMPONENTS = new ConcurrentHashMap<>();

    private final List<FieldError> faults = new ArrayList<>();

    List<FieldError> faults(JsonNode document, JavaType type) {
        check(document, type, "");
        return faults;
    }

    private void check(JsonNode node, JavaType type, String pointer) {
        Class<?> raw = type.getRawClass();
        if (faults.size() >= MAX_FAULTS) {
            return;
        }
        if (type.isReferenceType()) { // an Optional
            if (!node.isNull()) {
                check(node, type.getContentType(), pointer);
            }
        } else if (raw == Object.class || JsonNode.class.isAssignableFrom(raw)) {
            return;
        } else if (raw == String.class) {
            expect(node.isTextual(), node, "a string", pointer);
        } else if (raw == boolean.class || raw == Boolean.class) {
            expect(node.isBoolean(), node, "true or false", pointer);
        } else if (NumberRange.of(raw).isPresent()) {
            checkNumber(node, NumberRange.of(raw).get(), pointer);
        } else if (type.isEnumType()) {
            checkEnum(node, type, pointer);
        } else if (raw.isRecord()) {
            checkRecord(node, type, pointer);
        } else if (type.isMapLikeType()) {
            if (expect(node.isObject(), node, "an object", pointer)) {
                node.properties().forEach(e -> check(e.getValue(), type.getContentType(), at(pointer, e.getKey())));
            }
        } else if (type.isCollectionLikeType() || (type.isArrayType() && raw != byte[].class && raw != char[].class)) {
            if (expect(node.isArray(), node, "an array", pointer)) {
                for (int i = 0; i < node.size() && faults.size() < MAX_FAULTS; i++) {
                    check(node.get(i), type.getContentType(), at(pointer, i));
                }
            }
        } else { // whatever else Jackson knows to read decides for itself, but nothing is read from null
            expect(!node.isNull(), node, raw.getSimpleName(), pointer);
        }
    }

    private void checkNumber(JsonNode node, NumberRange range, String pointer) {
        if (!node.isNumber() || !range.admitsKind(node.decimalValue())) {
            expect(false, node, range.noun(), pointer);
        } else if (range.below(node.decimalValue())) {
            fault(pointer, "minimum", "is below the least " + range.noun() + " here: " + range.least());
        } else if (range.above(node.decimalValue())) {
            fault(pointer, "maximum", "is above the greatest " + range.noun() + " here: " + range.greatest());
        }
    }

    private void checkEnum(JsonNode node, JavaType type, String pointer) {
        List<String> names = Stream.of(type.getRawClass().getEnumConstants())
                .map(constant -> Json.MAPPER.convertValue(constant, String.class))
                .toList();
        if (expect(node.isTextual(), node, "one of " + names, pointer) && !names.contains(node.textValue())) {
            fault(pointer, "enum", "must be one of " + names + ", got '" + shortened(node.textValue()) + "'");
        }
    }

    private void checkRecord(JsonNode node, JavaType type, String pointer) {
        if (!expect(node.isObject(), node, "an object", pointer)) {
            return;
        }
        Map<String, JavaType> components = COMPONENTS.computeIfAbsent(type, BodyShape::components);
        components.forEach((name, componentType) -> {
            JsonNode value = node.get(name);
            if (value != null) {
                check(value, componentType, at(pointer, name));
            } else if (!componentType.isReferenceType()) {
                fault(at(pointer, name), "required", "is missing");
            }
        });
        node.fieldNames().forEachRemaining(name -> {
            if (!components.containsKey(name)) {
                fault(
                        at(pointer, name),
                        "additionalProperties",
                        "is not known here; known: " + String.join(", ", components.keySet()));
            }
        });
    }

    /** A record's components as Jackson will read them, by their names in JSON. */
    private static Map<String, JavaType> components(JavaType type) {
        Map<String, JavaType> components = new LinkedHashMap<>();
        Json.MAPPER.getDeserializationConfig().introspect(type).findProperties().stream()
                .filter(property -> property.hasConstructorParameter())
                .forEach(property -> components.put(
                        property.getName(), property.getConstructorParameter().getType()));
        return components;
    }

    private boolean expect(boolean fits, JsonNode node, String expected, String pointer) {
        if (!fits) {
            fault(pointer, "type", "must be " + expected + ", got " + kind(node));
        }
        return fits;
    }

    private void fault(String pointer, String rule, String message) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(new FieldError(pointer, rule, message));
        }
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "an array";
            case BOOLEAN, NULL -> node.asText();
            case NUMBER -> "the number " + shortened(node.asText());
            case OBJECT, POJO -> "an object";
            case STRING, BINARY -> "a string";
            case MISSING -> "nothing";
        };
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    static String at(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    static String at(String pointer, int index) {
        return pointer + "/" + index;
    }
}
