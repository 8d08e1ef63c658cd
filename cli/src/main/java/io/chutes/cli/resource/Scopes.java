package io.chutes.cli.resource;

import io.chutes.platform.api.Action;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.api.Resource;
import io.chutes.platform.api.Scope;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads scopes of keys, {@code RESOURCE:ID:ACTION}. */
final class Scopes implements ITypeConverter<Scope> {
    private static final int PARTS = 3;

    @Override
    public Scope convert(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != PARTS || parts[1].isEmpty()) {
            throw new TypeConversionException(
                    "'%s' is not RESOURCE:ID:ACTION, such as chutes:hello:invoke".formatted(text));
        }
        return new Scope(constant(Resource.class, parts[0]), parts[1], constant(Action.class, parts[2]));
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> json(constant).equals(name))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'%s' is none of %s"
                        .formatted(
                                name,
                                Arrays.stream(type.getEnumConstants())
                                        .map(Scopes::json)
                                        .collect(Collectors.joining(", ")))));
    }

    private static String json(Enum<?> constant) {
        return PlatformJson.mapper().convertValue(constant, String.class);
    }
}
