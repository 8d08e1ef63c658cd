package io.chutes.json;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JavaType;
import org.jspecify.annotations.Nullable;

/** What a value is in JSON. */
enum JsonKind {
    STRING,
    NUMBER,
    BOOLEAN,
    ARRAY,
    OBJECT,
    NONE;

    static JsonKind of(@Nullable JsonToken token) {
        if (token == null) {
            return NONE;
        }
        return switch (token) {
            case VALUE_STRING -> STRING;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> NUMBER;
            case VALUE_TRUE, VALUE_FALSE -> BOOLEAN;
            case START_ARRAY -> ARRAY;
            case START_OBJECT -> OBJECT;
            default -> NONE;
        };
    }

    /** Of the types that a schema knows. */
    static JsonKind of(JavaType type) {
        if (type.hasRawClass(byte[].class)) {
            return STRING; // in Base64
        } else if (type.isArrayType() || type.isCollectionLikeType()) {
            return ARRAY;
        } else if (type.isMapLikeType() || type.isRecordType() || type.isInterface()) {
            return OBJECT;
        } else if (type.hasRawClass(boolean.class) || type.hasRawClass(Boolean.class)) {
            return BOOLEAN;
        }
        return type.isPrimitive() || type.isTypeOrSubTypeOf(Number.class) ? NUMBER : STRING;
    }
}
