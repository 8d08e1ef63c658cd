package io.chutes.platform.manifest.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A JSON Schema 2020-12 with its definitions. */
record SchemaDocument(JsonNode root) {
    /** A schema that any value fits. */
    static final JsonNode ANYTHING = JsonNodeFactory.instance.objectNode();

    /** What a value may be one of. */
    static final List<String> CHOICES = List.of("oneOf", "anyOf");

    private static final String ARRAY = "array";
    private static final String ANY = "anything";

    private static final String DEFINITION = "#/$defs/";

    JsonNode definitions() {
        return root.path("$defs");
    }

    /** A schema, or what it refers to; empty if that is nothing, itself, or not all that it says. */
    Optional<ObjectNode> resolved(JsonNode schema) {
        JsonNode at = schema.isBoolean() && schema.booleanValue() ? ANYTHING : schema;
        Set<String> seen = new HashSet<>();
        while (at.has("$ref")) {
            String reference = at.path("$ref").asText();
            if (!reference.startsWith(DEFINITION) || !seen.add(reference) || saysMore(at, "$ref")) {
                return Optional.empty();
            }
            at = definitions().path(reference.substring(DEFINITION.length()));
        }
        return at instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    }

    private static boolean saysMore(JsonNode schema, String known) {
        return schema.properties().stream()
                .map(Map.Entry::getKey)
                .anyMatch(keyword -> !keyword.equals(known) && !SchemaDiff.SAY_NOTHING.contains(keyword));
    }

    static boolean isChoice(JsonNode schema) {
        return CHOICES.stream().anyMatch(schema::has);
    }

    /**
     * The schemas of which a value fits one, by what tells them apart: a constant, or the type. One that is no choice is its
     * own. Empty where they cannot be told apart.
     *
     * @param byItems whether arrays are told apart by the type of their items
     */
    Optional<Map<String, JsonNode>> alternatives(ObjectNode schema, boolean byItems) {
        Map<String, JsonNode> alternatives = new LinkedHashMap<>();
        boolean apart = collected(schema).stream()
                .flatMap(List::stream)
                .allMatch(one -> alternatives.put(byItems ? nameByItems(one) : name(one), one) == null);
        return apart && !alternatives.isEmpty() ? Optional.of(alternatives) : Optional.empty();
    }

    /** Whether several of the alternatives are arrays. */
    boolean hasArrays(ObjectNode schema) {
        return collected(schema).stream()
                        .flatMap(List::stream)
                        .filter(one -> name(one).equals(ARRAY))
                        .count()
                > 1;
    }

    private Optional<List<JsonNode>> collected(ObjectNode schema) {
        List<JsonNode> alternatives = new ArrayList<>();
        return collect(schema, new HashSet<>(), alternatives) ? Optional.of(alternatives) : Optional.empty();
    }

    /** Every integer is a number, so that an array of one may become one of the other. */
    private String nameByItems(JsonNode schema) {
        return name(schema).equals(ARRAY)
                ? ARRAY + " of "
                        + resolved(schema.path("items"))
                                .map(items -> name(items).replace("integer", "number"))
                                .orElse(ANY)
                : name(schema);
    }

    /** Choices among choices are one. */
    private boolean collect(JsonNode schema, Set<JsonNode> above, List<JsonNode> alternatives) {
        Optional<ObjectNode> found = resolved(schema);
        if (found.isEmpty()) {
            return false;
        }
        ObjectNode resolved = found.get();
        List<String> choices = CHOICES.stream().filter(resolved::has).toList();
        if (choices.isEmpty()) {
            return alternatives.addAll(byType(resolved));
        }
        // What an inner one says besides would be lost, and one that is a choice of itself has no end.
        boolean plain = choices.size() == 1 && (above.isEmpty() || !saysMore(resolved, choices.getFirst()));
        if (!plain || !above.add(resolved)) {
            return false;
        }
        for (JsonNode branch : resolved.path(choices.getFirst())) {
            if (!collect(branch, above, alternatives)) {
                return false;
            }
        }
        above.remove(resolved);
        return true;
    }

    private static List<JsonNode> byType(ObjectNode schema) {
        if (!schema.path("type").isArray()) {
            return List.of(schema);
        }
        List<JsonNode> split = new ArrayList<>();
        types(schema).forEach(type -> split.add(schema.deepCopy().put("type", type)));
        return split;
    }

    private static String name(JsonNode schema) {
        for (JsonNode property : schema.path("properties")) {
            if (property.has("const")) {
                return property.get("const").asText();
            }
        }
        Set<String> types = types(schema);
        return types.isEmpty() ? ANY : String.join(" or ", types);
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
}
