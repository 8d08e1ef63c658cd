package io.chutes.platform.manifest.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The differences between two schemas of one body. The question is always whether each value of one, the narrow, is a value of
 * the other, the wide: for a request the narrow is the one before, since callers go on sending it; for an answer it is the one
 * after, since callers go on reading as before. What cannot be compared is a breaking change.
 */
final class SchemaDiff {
    static final Set<String> SAY_NOTHING = Set.of(
            "$schema", "$defs", "$id", "title", "description", "discriminator", "deprecated", "examples", "default");

    private static final Set<String> COMPARED =
            Set.of("type", "enum", "const", "properties", "required", "additionalProperties", "items");

    private final boolean request;
    private final SchemaDocument before;
    private final SchemaDocument after;
    private final boolean sameDefinitions;
    private final List<Change> changes = new ArrayList<>();
    private final Set<List<JsonNode>> compared = new HashSet<>();

    private SchemaDiff(boolean request, JsonNode before, JsonNode after) {
        this.request = request;
        this.before = new SchemaDocument(before);
        this.after = new SchemaDocument(after);
        this.sameDefinitions = this.before.definitions().equals(this.after.definitions());
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

    /** Whether the alternatives of either are told apart by the items of arrays. */
    boolean areByItems(ObjectNode was, ObjectNode is) {
        return before.hasArrays(was) || after.hasArrays(is);
    }

    Optional<Map<String, JsonNode>> alternativesBefore(ObjectNode schema, boolean byItems) {
        return before.alternatives(schema, byItems);
    }

    Optional<Map<String, JsonNode>> alternativesAfter(ObjectNode schema, boolean byItems) {
        return after.alternatives(schema, byItems);
    }

    boolean isRequest() {
        return request;
    }

    void compare(String place, JsonNode beforeSchema, JsonNode afterSchema) {
        if (areSame(beforeSchema, afterSchema)) {
            return;
        }
        Optional<ObjectNode> was = before.resolved(beforeSchema);
        Optional<ObjectNode> is = after.resolved(afterSchema);
        if (was.isEmpty() || is.isEmpty()) {
            breaking(place, "it cannot be compared");
        } else if (isCompared(was.get(), is.get())) {
            return; // a type may hold itself, or stand in many places
        } else if (SchemaDocument.isChoice(was.get()) || SchemaDocument.isChoice(is.get())) {
            new ChoiceDiff(this, place).compare(was.get(), is.get());
        } else {
            plain(place, was.get(), is.get());
        }
    }

    /** Only what refers to others is remembered: the rest ends, and is told of wherever it stands. */
    private boolean isCompared(JsonNode was, JsonNode is) {
        return (refers(was) || refers(is)) && !compared.add(List.of(was, is));
    }

    /** What refers to definitions means the same only where those are the same. */
    private boolean areSame(JsonNode was, JsonNode is) {
        return was.equals(is) && (sameDefinitions || !refers(was));
    }

    private static boolean refers(JsonNode schema) {
        return schema.findParent("$ref") != null || schema.findParent("$dynamicRef") != null;
    }

    private void plain(String place, ObjectNode was, ObjectNode is) {
        new ValuesDiff(this, place).compare(was, is);
        new FieldsDiff(this, place).compare(was, is);
        if (was.has("items") || is.has("items")) {
            compare(place + "/*", items(was), items(is));
        }
        changes.addAll(new BoundsDiff(request, place).changes(was, is));
        unknown(place, was, is, COMPARED);
    }

    private static JsonNode items(JsonNode schema) {
        return schema.has("items") ? schema.get("items") : SchemaDocument.ANYTHING;
    }

    void unknown(String place, JsonNode was, JsonNode is, Set<String> known) {
        Set<String> keywords = new TreeSet<>();
        was.fieldNames().forEachRemaining(keywords::add);
        is.fieldNames().forEachRemaining(keywords::add);
        keywords.removeAll(known);
        keywords.removeAll(SAY_NOTHING);
        keywords.removeAll(BoundsDiff.KEYWORDS);
        keywords.stream()
                .filter(keyword -> !areSame(was.path(keyword), is.path(keyword)))
                .forEach(keyword -> incomparable(place, keyword));
    }

    void incomparable(String place, String keyword) {
        breaking(place, "its " + keyword + " changed, which cannot be compared");
    }

    void breaking(String place, String what) {
        changes.add(Change.breaking(place, what));
    }

    void note(String place, boolean fits, String what, Object... arguments) {
        String sentence = what.formatted(arguments);
        changes.add(fits ? Change.compatible(place, sentence) : Change.breaking(place, sentence));
    }
}
