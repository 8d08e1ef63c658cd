package io.chutes.platform.manifest.diff;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The differences between two schemas of one body. The question is always whether each value of one, the narrow, is a value of
 * the other, the wide: for a request the narrow is the one before, since callers go on sending it; for an answer it is the one
 * after, since callers go on reading as before.
 */
final class SchemaDiff {
    private static final Set<String> COMPARED =
            Set.of("$ref", "type", "oneOf", "enum", "const", "properties", "required", "additionalProperties", "items");
    private static final Set<String> SAY_NOTHING = Set.of(
            "$schema", "$defs", "$id", "title", "description", "discriminator", "deprecated", "examples", "default");

    private final boolean request;
    private final SchemaDocument before;
    private final SchemaDocument after;
    private final List<Change> changes = new ArrayList<>();
    private final Set<List<JsonNode>> compared = new HashSet<>();

    private SchemaDiff(boolean request, JsonNode before, JsonNode after) {
        this.request = request;
        this.before = new SchemaDocument(before);
        this.after = new SchemaDocument(after);
    }

    /** Of a body that callers send; null where there is none. */
    static List<Change> request(String place, @Nullable JsonNode before, @Nullable JsonNode after) {
        return between(true, place, before, after);
    }

    /** Of a body that callers read; null where there is none. */
    static List<Change> answer(String place, @Nullable JsonNode before, @Nullable JsonNode after) {
        return between(false, place, before, after);
    }

    private static List<Change> between(
            boolean request, String place, @Nullable JsonNode before, @Nullable JsonNode after) {
        if (before == null && after == null) {
            return List.of();
        } else if (before == null || after == null) {
            return List.of(Change.breaking(place, before == null ? "there is JSON now" : "there is no JSON any more"));
        }
        var diff = new SchemaDiff(request, before, after);
        diff.compare(place, before, after);
        return diff.changes;
    }

    private void compare(String place, JsonNode beforeSchema, JsonNode afterSchema) {
        JsonNode was = before.resolved(beforeSchema);
        JsonNode is = after.resolved(afterSchema);
        if (!compared.add(List.of(was, is))) {
            return; // a type that holds itself
        }
        if (was.has("oneOf") || is.has("oneOf")) {
            alternatives(place, was, is);
            return;
        }
        types(place, was, is);
        values(place, was, is);
        properties(place, was, is);
        additional(place, was, is);
        if (was.has("items") && is.has("items")) {
            compare(place + "/*", was.get("items"), is.get("items"));
        }
        changes.addAll(new BoundsDiff(request, place).changes(was, is));
        unknown(place, was, is);
    }

    private void alternatives(String place, JsonNode was, JsonNode is) {
        if (!was.has("oneOf") || !is.has("oneOf")) {
            breaking(place, was.has("oneOf") ? "it is no longer one of several" : "it is one of several now");
            return;
        }
        Map<String, JsonNode> left = before.alternatives(was);
        Map<String, JsonNode> right = after.alternatives(is);
        left.forEach((name, branch) -> {
            JsonNode same = right.get(name);
            if (same != null) {
                compare(place + "/" + name, branch, same);
            } else {
                note(place, !request, "it can no longer be %s", name);
            }
        });
        right.keySet().stream()
                .filter(name -> !left.containsKey(name))
                .forEach(name -> note(place, request, "it can be %s now", name));
    }

    private void types(String place, JsonNode was, JsonNode is) {
        Set<String> left = SchemaDocument.types(was);
        Set<String> right = SchemaDocument.types(is);
        if (!left.equals(right)) {
            boolean fits = request ? covers(right, left) : covers(left, right);
            note(place, fits, "it was %s and is %s", words(left), words(right));
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

    private void values(String place, JsonNode was, JsonNode is) {
        if (!was.path("const").equals(is.path("const"))) {
            breaking(place, "its constant changed");
        }
        boolean wasListed = was.has("enum");
        boolean isListed = is.has("enum");
        if (wasListed != isListed) {
            note(
                    place,
                    request == wasListed,
                    isListed ? "its values are listed now" : "its values are no longer listed");
            return;
        }
        Set<String> left = SchemaDocument.texts(was.path("enum"));
        Set<String> right = SchemaDocument.texts(is.path("enum"));
        left.stream()
                .filter(value -> !right.contains(value))
                .forEach(value -> note(place, !request, "the value %s is gone", value));
        right.stream()
                .filter(value -> !left.contains(value))
                .forEach(value -> note(place, request, "the value %s is new", value));
    }

    private void properties(String place, JsonNode was, JsonNode is) {
        Set<String> wasRequired = SchemaDocument.texts(was.path("required"));
        Set<String> isRequired = SchemaDocument.texts(is.path("required"));
        was.path("properties").properties().forEach(property -> {
            String name = property.getKey();
            JsonNode same = is.path("properties").get(name);
            if (same == null) {
                breaking(place + "/" + name, "the field is gone");
                return;
            }
            compare(place + "/" + name, property.getValue(), same);
            if (wasRequired.contains(name) != isRequired.contains(name)) {
                boolean fits = request == wasRequired.contains(name);
                note(
                        place + "/" + name,
                        fits,
                        isRequired.contains(name) ? "the field is required now" : "the field is optional now");
            }
        });
        is.path("properties").fieldNames().forEachRemaining(name -> {
            if (!was.path("properties").has(name)) {
                boolean fits = !request || !isRequired.contains(name);
                note(
                        place + "/" + name,
                        fits,
                        isRequired.contains(name) && request ? "the field is new and required" : "the field is new");
            }
        });
    }

    private void additional(String place, JsonNode was, JsonNode is) {
        JsonNode left = was.path("additionalProperties");
        JsonNode right = is.path("additionalProperties");
        if (left.isObject() && right.isObject()) {
            compare(place + "/*", left, right);
        } else if (!left.equals(right)) {
            breaking(place, "which other fields it may have changed");
        }
    }

    private void unknown(String place, JsonNode was, JsonNode is) {
        Set<String> keywords = new TreeSet<>();
        was.fieldNames().forEachRemaining(keywords::add);
        is.fieldNames().forEachRemaining(keywords::add);
        keywords.removeAll(COMPARED);
        keywords.removeAll(SAY_NOTHING);
        keywords.removeAll(BoundsDiff.KEYWORDS);
        keywords.stream()
                .filter(keyword -> !was.path(keyword).equals(is.path(keyword)))
                .forEach(keyword -> breaking(place, "its " + keyword + " changed, which cannot be compared"));
    }

    private void breaking(String place, String what) {
        changes.add(Change.breaking(place, what));
    }

    private void note(String place, boolean fits, String what, Object... arguments) {
        String sentence = what.formatted(arguments);
        changes.add(fits ? Change.compatible(place, sentence) : Change.breaking(place, sentence));
    }
}
