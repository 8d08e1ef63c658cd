package io.chutes.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/** The items of an array in which none may be there twice. */
final class Twins {
    private final Set<JsonNode> seen = new HashSet<>();
    private boolean found;

    void add(JsonNode item) {
        found |= !seen.add(normal(item));
    }

    boolean found() {
        return found;
    }

    /** Numbers that are equal look alike: 1, 1.0 and 1e0. */
    private static JsonNode normal(JsonNode node) {
        if (node.isNumber()) {
            return DecimalNode.valueOf(node.decimalValue().stripTrailingZeros());
        } else if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> array.add(normal(item)));
            return array;
        } else if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(property -> object.set(property.getKey(), normal(property.getValue())));
            return object;
        }
        return node;
    }
}
