package io.chutes.processor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The schema of one use of a type.
 *
 * @param kind what constraints it can take
 * @param schema the schema, to which constraints add
 */
record SchemaPart(Kind kind, ObjectNode schema) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What a value is to constraints. */
    enum Kind {
        TEXT,
        NUMBER,
        BOOLEAN,
        ARRAY,
        MAP,
        OPTIONAL,
        OTHER
    }

    static ObjectNode object() {
        return JSON.objectNode();
    }

    /** Whatever JSON can say but null: for what is of one type here and of another there, and looked at by the chute itself. */
    static SchemaPart anything() {
        ObjectNode schema = object();
        List.of("string", "number", "boolean", "array", "object").forEach(schema.putArray("type")::add);
        return new SchemaPart(Kind.OTHER, schema);
    }

    static SchemaPart array(JsonNode items) {
        return new SchemaPart(Kind.ARRAY, object().put("type", "array").set("items", items));
    }

    static SchemaPart set(JsonNode items) {
        SchemaPart array = array(items);
        array.schema().put("uniqueItems", true);
        return array;
    }

    static SchemaPart map(JsonNode values) {
        return new SchemaPart(Kind.MAP, object().put("type", "object").set("additionalProperties", values));
    }

    static ObjectNode orNull(ObjectNode schema) {
        ObjectNode either = object();
        either.putArray("anyOf").add(schema).add(object().put("type", "null"));
        return either;
    }
}
