package io.chutes.platform.server.web;

import io.chutes.platform.api.Page;
import io.javalin.http.Context;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list a request asks for, by its parameters {@code limit} and {@code cursor}.
 *
 * @param limit the most items to answer, 1 to {@value #MOST}
 * @param before only items with an id below this
 */
public record PageQuery(int limit, long before) {
    static final int MOST = 200;
    private static final int USUAL = 50;

    /**
     * Reads the two parameters.
     *
     * @throws ApiException 422 if one is not what it should be
     */
    public static PageQuery of(Context context) {
        long limit = number("limit", context.queryParam("limit"), USUAL, MOST);
        return new PageQuery(
                Math.toIntExact(limit), number("cursor", context.queryParam("cursor"), Long.MAX_VALUE, Long.MAX_VALUE));
    }

    /** One more than asked for: whether it is there tells whether there is a next page. */
    public int enough() {
        return limit + 1;
    }

    /** The page of what was found when {@link #enough} was asked for. */
    public <T> Page<T> page(List<T> found, Function<T, Object> key) {
        boolean more = found.size() > limit;
        List<T> shown = more ? found.subList(0, limit) : found;
        return new Page<>(shown, more ? key.apply(shown.getLast()).toString() : null);
    }

    private static long number(String parameter, @Nullable String value, long absent, long most) {
        if (value == null) {
            return absent;
        }
        if (value.matches("[0-9]{1,18}")) {
            long number = Long.parseLong(value);
            if (number >= 1 && number <= most) {
                return number;
            }
        }
        throw ApiException.unprocessable(
                parameter.equals("limit")
                        ? "The parameter limit must be a number from 1 to %d, got '%s'".formatted(MOST, value)
                        : "The parameter cursor must be the 'next' of an earlier answer, got '%s'".formatted(value));
    }
}
