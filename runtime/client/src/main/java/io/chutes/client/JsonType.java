package io.chutes.client;

import com.fasterxml.jackson.databind.JavaType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A type of JSON that a {@code Class} cannot name, made by an empty subclass: {@code new JsonType<List<Token>>() {}}.
 *
 * @param <T> the type
 */
public abstract class JsonType<T> {
    private final Type type;

    /** The type that the subclass names. */
    protected JsonType() {
        if (!(getClass().getGenericSuperclass() instanceof ParameterizedType named)) {
            throw new IllegalStateException("A JsonType says of what, as in new JsonType<List<String>>() {}");
        }
        this.type = named.getActualTypeArguments()[0];
    }

    private JsonType(Type type) {
        this.type = type;
    }

    /** The type of a class that has no type parameters. */
    public static <T> JsonType<T> of(Class<T> type) {
        return new Known<>(type);
    }

    /** A type found by reflection. */
    public static JsonType<?> of(Type type) {
        return new Known<>(type);
    }

    final Type type() {
        return type;
    }

    @Override
    public final String toString() {
        return type instanceof JavaType resolved ? resolved.toCanonical() : type.getTypeName();
    }

    private static final class Known<T> extends JsonType<T> {
        Known(Type type) {
            super(type);
        }
    }
}
