package io.chutes.platform.manifest.diff;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The differences between the constraints of two schemas on numbers, lengths and forms. */
final class BoundsDiff {
    private static final Set<String> LOWER =
            Set.of("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties");
    private static final Set<String> UPPER =
            Set.of("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties");
    /** What is there or not, or says another thing, of which nobody can say whether it is more or less. */
    private static final Set<String> FORMS =
            Set.of("format", "pattern", "multipleOf", "uniqueItems", "contentEncoding");

    /** All that is looked at here. */
    static final Set<String> KEYWORDS =
            Stream.of(LOWER, UPPER, FORMS).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());

    private final boolean request;
    private final String place;

    BoundsDiff(boolean request, String place) {
        this.request = request;
        this.place = place;
    }

    List<Change> changes(JsonNode was, JsonNode is) {
        List<Change> changes = new ArrayList<>();
        for (String keyword : new TreeSet<>(KEYWORDS)) {
            JsonNode left = was.path(keyword);
            JsonNode right = is.path(keyword);
            if (!left.equals(right)) {
                String what = "%s was %s and is %s"
                        .formatted(
                                keyword,
                                left.isMissingNode() ? "not set" : left,
                                right.isMissingNode() ? "not set" : right);
                boolean fits = request ? covers(keyword, right, left) : covers(keyword, left, right);
                changes.add(fits ? Change.compatible(place, what) : Change.breaking(place, what));
            }
        }
        return changes;
    }

    /** Whether every value within the narrow bound is within the wide. */
    private static boolean covers(String keyword, JsonNode wide, JsonNode narrow) {
        if (wide.isMissingNode()) {
            return true;
        } else if (narrow.isMissingNode() || FORMS.contains(keyword)) {
            return false;
        }
        int order = wide.decimalValue().compareTo(narrow.decimalValue());
        return LOWER.contains(keyword) ? order <= 0 : order >= 0;
    }
}
