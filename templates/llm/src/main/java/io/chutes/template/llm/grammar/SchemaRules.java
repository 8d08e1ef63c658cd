package io.chutes.template.llm.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON Schema as rules: objects with their properties in the order of the schema and no others, arrays, strings, numbers, enums,
 * alternatives and references within. A keyword beyond that is refused.
 */
final class SchemaRules {
    private static final Set<String> SAYS_NOTHING = Set.of(
            "title",
            "description",
            "default",
            "examples",
            "$schema",
            "$id",
            "$comment",
            "$defs",
            "definitions",
            "deprecated",
            "readOnly",
            "writeOnly");
    private static final Set<String> OF_OBJECTS = Set.of("properties", "required", "additionalProperties");
    private static final Set<String> OF_ARRAYS = Set.of("items", "minItems", "maxItems");
    private static final int MOST_ITEMS = 1_000;
    private static final int MOST_SIZE = 200_000;
    private static final String ROOT = "#";

    private final JsonNode root;
    private final References references = new References();
    private int size;

    private SchemaRules(JsonNode root) {
        this.root = root;
    }

    /**
     * What a schema allows.
     *
     * @throws IllegalArgumentException if it has what is not enforced here, naming it and its place
     */
    static Rule of(JsonNode schema) {
        var rules = new SchemaRules(schema);
        Rule all = rules.references.to(ROOT, null);
        rules.references.make(pointer -> rules.rule(rules.at(pointer), pointer, pointer));
        rules.references.endless().ifPresent(pointer -> {
            throw refused(pointer, "is itself again, without a value between");
        });
        return all;
    }

    private JsonNode at(String pointer) {
        return root.at(pointer.substring(ROOT.length()));
    }

    /**
     * The rule of a part.
     *
     * @param from what is referred to and begins with this part; null if a value begins before it
     */
    private Rule rule(JsonNode schema, String path, @Nullable String from) {
        grow(1);
        if (schema.isBoolean() && schema.booleanValue()) {
            return JsonRules.VALUE;
        }
        if (!schema.isObject()) {
            throw refused(path, "must be an object, got " + schema);
        }
        if (schema.has("$ref")) {
            only(schema, path, Set.of("$ref"));
            return reference(schema.path("$ref").asText(), path, from);
        }
        if (schema.has("anyOf")) {
            only(schema, path, Set.of("anyOf"));
            List<Rule> all = new ArrayList<>();
            JsonNode several = schema.path("anyOf");
            for (int i = 0; i < several.size(); i++) {
                all.add(rule(several.path(i), path + "/anyOf/" + i, from));
            }
            if (all.isEmpty()) {
                throw refused(path, "has an anyOf without schemas");
            }
            return Rule.either(all);
        }
        if (schema.has("enum") || schema.has("const")) {
            only(schema, path, Set.of("enum", "const", "type"));
            return values(schema, path);
        }
        JsonNode type = schema.path("type");
        if (type.isArray() && !type.isEmpty()) {
            List<Rule> all = new ArrayList<>();
            type.forEach(each -> all.add(typed(schema, each.asText(), path)));
            known(schema, path);
            return Rule.either(all);
        }
        known(schema, path);
        if (type.isMissingNode()) {
            boolean object = OF_OBJECTS.stream().anyMatch(schema::has);
            boolean array = OF_ARRAYS.stream().anyMatch(schema::has);
            return object || array ? typed(schema, object ? "object" : "array", path) : JsonRules.VALUE;
        }
        return typed(schema, type.asText(), path);
    }

    private Rule typed(JsonNode schema, String type, String path) {
        return switch (type) {
            case "object" -> object(schema, path);
            case "array" -> array(schema, path);
            case "string" -> JsonRules.STRING;
            case "integer" -> JsonRules.INTEGER;
            case "number" -> JsonRules.NUMBER;
            case "boolean" -> JsonRules.BOOLEAN;
            case "null" -> JsonRules.NULL;
            default -> throw refused(path, "has the type %s, which is none".formatted(schema.path("type")));
        };
    }

    private static void known(JsonNode schema, String path) {
        Set<String> all = new HashSet<>(OF_OBJECTS);
        all.addAll(OF_ARRAYS);
        all.add("type");
        only(schema, path, all);
    }

    private static void only(JsonNode schema, String path, Set<String> keywords) {
        schema.fieldNames().forEachRemaining(keyword -> {
            if (!keywords.contains(keyword) && !SAYS_NOTHING.contains(keyword)) {
                throw refused(path, "has '%s', which is not enforced here".formatted(keyword));
            }
        });
    }

    private Rule reference(String pointer, String path, @Nullable String from) {
        if (!pointer.equals(ROOT) && !pointer.startsWith("#/")) {
            throw refused(path, "refers to %s, outside of the schema".formatted(pointer));
        }
        if (at(pointer).isMissingNode()) {
            throw refused(path, "refers to %s, which is not there".formatted(pointer));
        }
        return references.to(pointer, from);
    }

    /** Bounds what is made, which a part within others that are referred to multiplies. */
    private void grow(int more) {
        size += more;
        if (size > MOST_SIZE) {
            throw new IllegalArgumentException(
                    "the schema, with what it refers to, is larger than %d parts and letters".formatted(MOST_SIZE));
        }
    }

    private Rule text(JsonNode value) {
        String text = value.toString();
        grow(text.length());
        return Rule.text(text);
    }

    private Rule values(JsonNode schema, String path) {
        List<Rule> all = new ArrayList<>();
        JsonNode values = schema.path("enum");
        values.forEach(value -> all.add(literal(schema, value)));
        if (schema.has("const")) {
            JsonNode constant = schema.path("const");
            if (schema.has("enum") && values.valueStream().noneMatch(constant::equals)) {
                throw refused(path, "has a const that is not in its enum");
            }
            all.clear();
            all.add(literal(schema, constant));
        }
        if (all.isEmpty()) {
            throw refused(path, "has an enum without values");
        }
        return Rule.either(all);
    }

    private Rule literal(JsonNode schema, JsonNode value) {
        String type = schema.path("type").asText("");
        boolean fits =
                switch (type) {
                    case "string" -> value.isTextual();
                    case "integer" -> value.isIntegralNumber();
                    case "number" -> value.isNumber();
                    case "boolean" -> value.isBoolean();
                    case "null" -> value.isNull();
                    default -> true;
                };
        if (!fits) {
            throw new IllegalArgumentException("the schema's value %s is no %s".formatted(value, type));
        }
        return text(value);
    }

    private Rule array(JsonNode schema, String path) {
        Rule item = schema.has("items") ? rule(schema.path("items"), path + "/items", null) : JsonRules.VALUE;
        int least = bound(schema, "minItems", 0, path);
        int most = bound(schema, "maxItems", Rule.ENDLESS, path);
        if (most != Rule.ENDLESS && most < least) {
            throw refused(path, "has minItems %d above maxItems %d".formatted(least, most));
        }
        return JsonRules.array(item, least, most);
    }

    private static int bound(JsonNode schema, String keyword, int otherwise, String path) {
        JsonNode value = schema.path(keyword);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || value.asLong() < 0 || value.asLong() > MOST_ITEMS) {
            throw refused(path, "has %s %s; it must be 0 to %d".formatted(keyword, value, MOST_ITEMS));
        }
        return value.asInt();
    }

    private Rule object(JsonNode schema, String path) {
        JsonNode properties = schema.path("properties");
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        required.stream().filter(name -> !properties.has(name)).findFirst().ifPresent(name -> {
            throw refused(path, "requires '%s', which is not among its properties".formatted(name));
        });
        JsonNode others = schema.path("additionalProperties");
        if (properties.isEmpty()) {
            return others.isBoolean() && !others.booleanValue()
                    ? Rule.all(Rule.text("{"), JsonRules.SPACE, Rule.text("}"))
                    : JsonRules.object(
                            others.isObject() ? rule(others, path + "/additionalProperties", null) : JsonRules.VALUE);
        }
        List<Rule> members = new ArrayList<>();
        List<Boolean> musts = new ArrayList<>();
        properties.properties().forEach(property -> {
            String place = path + "/properties/" + property.getKey();
            Rule name = text(TextNode.valueOf(property.getKey()));
            members.add(Rule.all(name, JsonRules.COLON, rule(property.getValue(), place, null)));
            musts.add(required.contains(property.getKey()));
        });
        return Rule.all(Rule.text("{"), JsonRules.SPACE, members(members, musts));
    }

    /** What follows the opening brace, made from the end: for each member what follows if one was before it, and if none was. */
    private static Rule members(List<Rule> members, List<Boolean> musts) {
        Rule end = Rule.text("}");
        Rule afterSome = Rule.all(JsonRules.SPACE, end);
        Rule afterNone = end;
        for (int i = members.size() - 1; i >= 0; i--) {
            Rule first = Rule.all(members.get(i), afterSome);
            Rule next = Rule.all(JsonRules.COMMA, first);
            afterNone = musts.get(i) ? first : Rule.either(first, afterNone);
            afterSome = musts.get(i) ? next : Rule.either(next, afterSome);
        }
        return afterNone;
    }

    private static IllegalArgumentException refused(String path, String what) {
        return new IllegalArgumentException("the schema at %s %s".formatted(path, what));
    }
}
