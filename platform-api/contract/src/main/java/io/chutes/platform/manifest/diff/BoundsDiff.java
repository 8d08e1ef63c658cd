package io.chutes.platform.manifest.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /** The range of a number in Java, which is a bound even where none is written. */
    private static final Map<String, BigDecimal> GREATEST = Map.of(
            "int8", BigDecimal.valueOf(Byte.MAX_VALUE),
            "int16", BigDecimal.valueOf(Short.MAX_VALUE),
            "int32", BigDecimal.valueOf(Integer.MAX_VALUE),
            "int64", BigDecimal.valueOf(Long.MAX_VALUE),
            "float", new BigDecimal(Float.toString(Float.MAX_VALUE)),
            "double", new BigDecimal(Double.toString(Double.MAX_VALUE)));

    private final boolean request;
    private final String place;

    BoundsDiff(boolean request, String place) {
        this.request = request;
        this.place = place;
    }

    List<Change> changes(JsonNode was, JsonNode is) {
        List<Change> changes = new ArrayList<>();
        for (String keyword : new TreeSet<>(KEYWORDS)) {
            JsonNode left = bound(was, keyword);
            JsonNode right = bound(is, keyword);
            if (!areSame(left, right)) {
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

    private static JsonNode bound(JsonNode schema, String keyword) {
        BigDecimal greatest = GREATEST.get(schema.path("format").asText());
        if (greatest == null || (schema.has(keyword) && !keyword.equals("format"))) {
            return schema.path(keyword);
        }
        boolean whole = schema.path("format").asText().startsWith("int");
        return switch (keyword) {
            case "maximum" -> DecimalNode.valueOf(greatest);
            case "minimum" ->
                DecimalNode.valueOf(whole ? greatest.negate().subtract(BigDecimal.ONE) : greatest.negate());
            default -> MissingNode.getInstance(); // the format too: its bounds say all
        };
    }

    private static boolean areSame(JsonNode left, JsonNode right) {
        return (left.isNumber() && right.isNumber())
                ? left.decimalValue().compareTo(right.decimalValue()) == 0
                : left.equals(right);
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
