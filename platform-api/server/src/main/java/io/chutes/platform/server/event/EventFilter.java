package io.chutes.platform.server.event;

import io.chutes.platform.server.web.ApiException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which events somebody wants.
 *
 * @param chute only those about it, null for all
 * @param types only those of these types, or of the groups before their dots; empty for all
 */
record EventFilter(@Nullable String chute, List<String> types) {
    private static final Pattern TYPE = Pattern.compile("[a-z]+(\\.[a-z]+(-[a-z]+)*)*");

    static final EventFilter ALL = new EventFilter(null, List.of());

    /**
     * One that is well-formed.
     *
     * @throws ApiException 422 if a type is none
     */
    EventFilter {
        types = List.copyOf(types);
        for (String type : types) {
            if (!TYPE.matcher(type).matches()) {
                throw ApiException.unprocessable(
                        "The parameter type must be a type such as chute.deployed or a group such as instance, got '%s'"
                                .formatted(type));
            }
        }
    }

    /** A regular expression of PostgreSQL for the types, null for all. */
    @Nullable String pattern() {
        return types.isEmpty()
                ? null
                : types.stream()
                        .map(type -> type.replace(".", "\\."))
                        .collect(Collectors.joining("|", "^(", ")(\\.|$)"));
    }
}
