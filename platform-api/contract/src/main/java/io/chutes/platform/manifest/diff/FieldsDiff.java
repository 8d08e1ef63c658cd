package io.chutes.platform.manifest.diff;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/** The differences between the fields that two schemas of an object name or allow. */
final class FieldsDiff {
    private final SchemaDiff diff;
    private final String place;

    FieldsDiff(SchemaDiff diff, String place) {
        this.diff = diff;
        this.place = place;
    }

    void compare(JsonNode was, JsonNode is) {
        was.path("properties").properties().forEach(field -> {
            JsonNode same = is.path("properties").get(field.getKey());
            if (same == null) {
                diff.breaking(place + "/" + field.getKey(), "the field is gone");
            } else {
                diff.compare(place + "/" + field.getKey(), field.getValue(), same);
            }
        });
        required(was, is);
        is.path("properties").properties().stream()
                .filter(field -> !was.path("properties").has(field.getKey()))
                .forEach(field -> added(field.getKey(), field.getValue(), was, is));
        others(was.path("additionalProperties"), is.path("additionalProperties"));
    }

    private void required(JsonNode was, JsonNode is) {
        Set<String> left = required(was);
        Set<String> right = required(is);
        Set<String> all = new TreeSet<>(left);
        all.addAll(right);
        for (String name : all) {
            boolean stays =
                    was.path("properties").has(name) == is.path("properties").has(name);
            if (stays && left.contains(name) != right.contains(name)) {
                diff.note(
                        place + "/" + name,
                        diff.isRequest() == left.contains(name),
                        right.contains(name) ? "the field is required now" : "the field is optional now");
            }
        }
    }

    private void added(String name, JsonNode field, JsonNode was, JsonNode is) {
        boolean demanded = diff.isRequest()
                && required(is).contains(name)
                && !required(was).contains(name);
        diff.note(place + "/" + name, !demanded, demanded ? "the field is new and required" : "the field is new");
        // Until now it was one of those without a name, if there could be such; readers look at them if all are of one
        // kind.
        JsonNode others = was.path("additionalProperties");
        boolean any = others.isMissingNode() || (others.isBoolean() && others.booleanValue());
        if (others.isObject() || (any && diff.isRequest())) {
            diff.compare(place + "/" + name, any ? SchemaDocument.ANYTHING : others, field);
        }
    }

    private void others(JsonNode was, JsonNode is) {
        if (was.isObject() && is.isObject()) {
            diff.compare(place + "/*", was, is);
        } else if (width(was) != width(is)) {
            diff.note(place, diff.isRequest() == width(was) < width(is), "which other fields it may have changed");
        }
    }

    /** None, some, or any. */
    private static int width(JsonNode additional) {
        if (additional.isObject()) {
            return additional.isEmpty() ? 2 : 1;
        }
        return additional.isMissingNode() || additional.booleanValue() ? 2 : 0;
    }

    private static Set<String> required(JsonNode schema) {
        Set<String> names = new TreeSet<>();
        schema.path("required").forEach(name -> names.add(name.asText()));
        return names;
    }
}
