package io.chutes.platform.manifest.diff;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;

/** The differences between the types, the constants and the listed values of two schemas. */
final class ValuesDiff {
    private final SchemaDiff diff;
    private final String place;

    ValuesDiff(SchemaDiff diff, String place) {
        this.diff = diff;
        this.place = place;
    }

    void compare(JsonNode was, JsonNode is) {
        types(was, is);
        values(was, is);
    }

    private void types(JsonNode was, JsonNode is) {
        Set<String> left = SchemaDocument.types(was);
        Set<String> right = SchemaDocument.types(is);
        if (!left.equals(right)) {
            boolean fits = diff.isRequest() ? covers(right, left) : covers(left, right);
            diff.note(place, fits, "it was %s and is %s", words(left), words(right));
        }
    }

    private static boolean covers(Set<String> wide, Set<String> narrow) {
        return wide.isEmpty()
                || (!narrow.isEmpty()
                        && narrow.stream()
                                .allMatch(type ->
                                        wide.contains(type) || (type.equals("integer") && wide.contains("number"))));
    }

    private static String words(Set<String> types) {
        return types.isEmpty() ? "anything" : String.join(" or ", types);
    }

    private void values(JsonNode was, JsonNode is) {
        if (!was.path("const").equals(is.path("const"))) {
            diff.breaking(place, "its constant changed");
        }
        boolean wasListed = was.has("enum");
        boolean isListed = is.has("enum");
        if (wasListed != isListed) {
            diff.note(
                    place,
                    diff.isRequest() == wasListed,
                    isListed ? "its values are listed now" : "its values are no longer listed");
            return;
        }
        Set<JsonNode> left = values(was);
        Set<JsonNode> right = values(is);
        left.stream()
                .filter(value -> !right.contains(value))
                .forEach(value -> diff.note(place, !diff.isRequest(), "the value %s is gone", text(value)));
        right.stream()
                .filter(value -> !left.contains(value))
                .forEach(value -> diff.note(place, diff.isRequest(), "the value %s is new", text(value)));
    }

    private static Set<JsonNode> values(JsonNode schema) {
        Set<JsonNode> values = new LinkedHashSet<>();
        schema.path("enum").forEach(values::add);
        return values;
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }
}
