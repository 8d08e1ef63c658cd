package io.chutes.platform.manifest.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The differences between two schemas of which one is a choice: alternative by alternative. */
final class ChoiceDiff {
    private static final Set<String> TYPES =
            Set.of("null", "boolean", "object", "array", "number", "string", "integer");

    private final SchemaDiff diff;
    private final String place;

    ChoiceDiff(SchemaDiff diff, String place) {
        this.diff = diff;
        this.place = place;
    }

    void compare(ObjectNode was, ObjectNode is) {
        boolean byItems = diff.areByItems(was, is);
        Optional<Map<String, JsonNode>> before = diff.alternativesBefore(was, byItems);
        Optional<Map<String, JsonNode>> after = diff.alternativesAfter(is, byItems);
        if (before.isEmpty() || after.isEmpty()) {
            diff.breaking(place, "its alternatives cannot be compared");
            return;
        }
        Map<String, JsonNode> left = before.get();
        Map<String, JsonNode> right = after.get();
        Set<String> names = new LinkedHashSet<>(left.keySet());
        names.addAll(right.keySet());
        Set<List<JsonNode>> pairs = new HashSet<>();
        for (String name : names) {
            JsonNode one = find(left, name);
            JsonNode other = find(right, name);
            if (one == null || other == null) {
                diff.note(
                        place,
                        diff.isRequest() == (one == null),
                        one == null ? "it can be %s now" : "it can no longer be %s",
                        name);
            } else if (pairs.add(List.of(one, other))) {
                diff.compare(TYPES.contains(name) ? place : place + "/" + name, one, other);
            }
        }
        besides(was, is);
    }

    /** Every integer is a number, so that one may stand for the other; whether it fits is found when they are compared. */
    private static @Nullable JsonNode find(Map<String, JsonNode> alternatives, String name) {
        JsonNode found = alternatives.get(name);
        if (found != null || !(name.equals("integer") || name.equals("number"))) {
            return found;
        }
        return alternatives.get(name.equals("integer") ? "number" : "integer");
    }

    /** What a choice says besides its alternatives; one that is no choice has been compared as the one alternative it is. */
    private void besides(ObjectNode was, ObjectNode is) {
        JsonNode left = SchemaDocument.isChoice(was) ? was : SchemaDocument.ANYTHING;
        JsonNode right = SchemaDocument.isChoice(is) ? is : SchemaDocument.ANYTHING;
        diff.unknown(place, left, right, Set.copyOf(SchemaDocument.CHOICES));
        BoundsDiff.KEYWORDS.stream()
                .sorted()
                .filter(keyword -> !left.path(keyword).equals(right.path(keyword)))
                .forEach(keyword -> diff.incomparable(place, keyword));
    }
}
