package io.chutes.runtime;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.chutes.runtime.Problem.FieldError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The comparison of one JSON document with the schema that the processor wrote for it, while it is read: nothing of it is kept that
 * need not be. It knows the keywords that the processor writes, and no others.
 */
final class SchemaCheck {
    private static final String DEFINITIONS = "#/$defs/";

    private final JsonNode schema;
    private final Faults faults = new Faults();
    private final Lookahead lookahead = new Lookahead();

    private SchemaCheck(JsonNode schema) {
        this.schema = schema;
    }

    /** All that does not fit in the value that begins with the parser's token, which is then its last. */
    static List<FieldError> faults(JsonParser in, JsonNode schema) throws IOException {
        var check = new SchemaCheck(schema);
        check.value(in, schema, Place.ROOT);
        return check.faults.all();
    }

    private void value(JsonParser in, JsonNode rules, Place place) throws IOException {
        if (faults.areEnough()) {
            in.skipChildren();
        } else if (rules.has("$ref")) {
            value(in, definition(rules.get("$ref").asText()), place);
        } else if (rules.has("anyOf")) { // a value or null
            if (!in.hasToken(JsonToken.VALUE_NULL)) {
                value(in, rules.get("anyOf").get(0), place);
            }
        } else if (rules.has("discriminator")) {
            choice(in, rules.path("discriminator"), place);
        } else if (rules.has("oneOf")) {
            untagged(in, rules.get("oneOf").valueStream().map(this::resolved).toList(), place);
        } else if (rules.has("const") && in.currentToken().isStructStart()) {
            faults.add(place, "const", "must be " + rules.get("const"));
            in.skipChildren();
        } else if (rules.path("type").isArray()) { // anything but null
            if (in.hasToken(JsonToken.VALUE_NULL)) {
                faults.type(place, "a value", in);
            }
            in.skipChildren();
        } else if (!hasType(in, rules.path("type").asText())) {
            faults.type(place, noun(rules), in);
            in.skipChildren();
        } else if (in.isExpectedStartObjectToken()) {
            var members = new Members(rules, place);
            members.read(in);
            members.end();
        } else if (in.isExpectedStartArrayToken()) {
            in.nextToken();
            items(in, rules, place);
        } else {
            SchemaBounds.scalar(in, rules, place, faults);
        }
    }

    private JsonNode resolved(JsonNode rules) {
        JsonNode at = rules;
        while (at.has("$ref")) {
            at = definition(at.get("$ref").asText());
        }
        return at;
    }

    private JsonNode definition(String reference) {
        return schema.path("$defs").path(reference.substring(DEFINITIONS.length()));
    }

    private static boolean hasType(JsonParser in, String type) throws IOException {
        JsonToken token = in.currentToken();
        return switch (type) {
            case "string" -> token == JsonToken.VALUE_STRING;
            case "boolean" -> token.isBoolean();
            case "integer" -> token.isNumeric() && SchemaBounds.isInteger(in);
            case "number" -> token.isNumeric();
            case "array" -> token == JsonToken.START_ARRAY;
            case "object" -> token == JsonToken.START_OBJECT;
            default -> true;
        };
    }

    private static String type(JsonNode rules) {
        return rules.has("discriminator") ? "object" : rules.path("type").asText();
    }

    private static String noun(JsonNode rules) {
        if (rules.has("enum")) {
            return "one of " + rules.get("enum");
        }
        return switch (type(rules)) {
            case "boolean" -> "true or false";
            case "integer" -> "an integer";
            case "array" -> "an array";
            case "object" -> "an object";
            default -> "a " + type(rules);
        };
    }

    /** Those of an array whose first item, or end, is the parser's token. */
    private void items(JsonParser in, JsonNode rules, Place place) throws IOException {
        boolean unique = rules.path("uniqueItems").booleanValue();
        JsonNode items = rules.path("items");
        var twins = new Twins();
        int size = 0;
        for (; !in.hasToken(JsonToken.END_ARRAY); in.nextToken(), size++) {
            if (faults.areEnough()) {
                in.skipChildren();
            } else if (unique) {
                uniqueItem(in, items, place.at(size), twins);
            } else {
                value(in, items, place.at(size));
            }
        }
        SchemaBounds.size(size, rules, "Items", "items", place, faults);
        if (twins.found()) {
            faults.add(place, "uniqueItems", "has the same item twice");
        }
    }

    private void uniqueItem(JsonParser in, JsonNode rules, Place place, Twins twins) throws IOException {
        int before = faults.size();
        if (in.currentToken().isScalarValue()) {
            value(in, rules, place);
            if (faults.size() == before) {
                twins.add(SchemaBounds.node(in));
            }
        } else {
            TokenBuffer item = Lookahead.buffer(in);
            lookahead.keep(in, item);
            value(item.asParserOnFirstToken(), rules, place);
            if (faults.size() == before) {
                twins.add(item.asParserOnFirstToken().readValueAsTree());
            }
        }
    }

    /** A value that is told by its type which of several it is; an array by that of its first item, as none of several may be empty. */
    private void untagged(JsonParser in, List<JsonNode> alternatives, Place place) throws IOException {
        List<JsonNode> fitting = ofType(in, alternatives);
        if (fitting.isEmpty()) {
            faults.type(place, nouns(alternatives), in);
            in.skipChildren();
        } else if (fitting.size() == 1) {
            value(in, fitting.getFirst(), place);
        } else {
            in.nextToken();
            untaggedItems(in, fitting, place);
        }
    }

    private void untaggedItems(JsonParser in, List<JsonNode> arrays, Place place) throws IOException {
        List<JsonNode> items =
                arrays.stream().map(array -> resolved(array.path("items"))).toList();
        List<JsonNode> fitting = ofType(in, items);
        if (in.hasToken(JsonToken.END_ARRAY)) {
            items(in, arrays.getFirst(), place);
        } else if (fitting.isEmpty()) {
            faults.type(place.at(0), nouns(items), in);
            for (; !in.hasToken(JsonToken.END_ARRAY); in.nextToken()) {
                in.skipChildren();
            }
        } else {
            items(in, arrays.get(items.indexOf(fitting.getFirst())), place);
        }
    }

    private static List<JsonNode> ofType(JsonParser in, List<JsonNode> alternatives) throws IOException {
        List<JsonNode> fitting = new ArrayList<>();
        for (JsonNode each : alternatives) {
            if (hasType(in, type(each))) {
                fitting.add(each);
            }
        }
        return fitting;
    }

    private static String nouns(List<JsonNode> alternatives) {
        return alternatives.stream().map(SchemaCheck::noun).distinct().collect(Collectors.joining(" or "));
    }

    /** An object of several kinds, one of whose properties says which: what comes before that one is kept until it is known. */
    private void choice(JsonParser in, JsonNode discriminator, Place place) throws IOException {
        if (!in.isExpectedStartObjectToken()) {
            faults.type(place, "an object", in);
            in.skipChildren();
            return;
        }
        String property = discriminator.path("propertyName").asText();
        JsonNode mapping = discriminator.path("mapping");
        TokenBuffer before = Lookahead.buffer(in);
        while (in.nextToken() != JsonToken.END_OBJECT) {
            if (in.currentName().equals(property)) {
                in.nextToken();
                chosen(in, mapping, before, place);
                return;
            }
            lookahead.keep(in, before);
        }
        faults.add(place.at(property), "required", "is missing; it says which of " + names(mapping) + " this is");
    }

    private void chosen(JsonParser in, JsonNode mapping, TokenBuffer before, Place place) throws IOException {
        String property = in.currentName();
        if (!in.hasToken(JsonToken.VALUE_STRING) || !mapping.has(in.getText())) {
            faults.add(place.at(property), "enum", "must be one of " + names(mapping));
            in.skipChildren();
            while (in.nextToken() != JsonToken.END_OBJECT) {
                in.skipChildren();
            }
            return;
        }
        var members = new Members(definition(mapping.get(in.getText()).asText()), place);
        members.read(before.asParser());
        members.member(in, property);
        members.read(in);
        members.end();
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The members of one object. */
    private final class Members {
        private final JsonNode rules;
        private final Place place;
        private final Set<String> seen = new HashSet<>();

        Members(JsonNode rules, Place place) {
            this.rules = rules;
            this.place = place;
        }

        /** All from here to the object's end, or the parser's. */
        void read(JsonParser in) throws IOException {
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                in.nextToken();
                member(in, name);
            }
        }

        void member(JsonParser in, String name) throws IOException {
            seen.add(name);
            JsonNode properties = rules.path("properties");
            JsonNode others = rules.path("additionalProperties");
            JsonNode known = properties.path(name);
            if (known.isMissingNode() && others.isBoolean() && !others.booleanValue()) {
                String message = "is not known here; known: " + String.join(", ", names(properties));
                faults.add(place.at(name), "additionalProperties", message);
                in.skipChildren();
            } else {
                value(in, known.isMissingNode() ? others : known, place.at(name));
            }
        }

        void end() {
            for (JsonNode required : rules.path("required")) {
                if (!seen.contains(required.asText())) {
                    faults.add(place.at(required.asText()), "required", "is missing");
                }
            }
            SchemaBounds.size(seen.size(), rules, "Properties", "entries", place, faults);
        }
    }
}
