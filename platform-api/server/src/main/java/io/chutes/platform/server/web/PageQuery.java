package io.chutes.platform.server.web;

import io.chutes.platform.api.Page;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list a request asks for, by its parameters {@code limit} and {@code cursor}. A cursor is the key of the last item
 * shown, in base64url: to callers it means nothing.
 *
 * @param limit the most items to answer, 1 to {@value #MOST}; ask the database for {@link #enough}
 * @param after the key of the last item that was shown, null at the beginning
 */
public record PageQuery(int limit, @Nullable String after) {
    static final int MOST = 200;
    private static final int USUAL = 50;

    static final List<QueryParameter> PARAMETERS = List.of(
            new QueryParameter("limit", Integer.class, "The most items to answer: 1 to 200, usually 50"),
            new QueryParameter("cursor", String.class, "The 'next' of the answer before"));

    /**
     * Reads the two parameters.
     *
     * @throws ApiException 422 if one is not what it should be
     */
    public static PageQuery of(@Nullable String limit, @Nullable String cursor) {
        return new PageQuery(limit(limit), after(cursor));
    }

    /** One more than asked for: whether it is there tells whether there is a next page. */
    public int enough() {
        return limit + 1;
    }

    /**
     * For lists by falling id: only items with an id below this.
     *
     * @throws ApiException 422 if the cursor is that of another list
     */
    public long before() {
        if (after == null) {
            return Long.MAX_VALUE;
        }
        if (!after.matches("[1-9][0-9]{0,17}")) {
            throw badCursor();
        }
        return Long.parseLong(after);
    }

    /** The page of what was found when {@link #enough} was asked for. */
    public <T> Page<T> page(List<T> found, Function<T, Object> key) {
        boolean more = found.size() > limit;
        List<T> shown = more ? found.subList(0, limit) : found;
        return new Page<>(shown, more ? cursor(key.apply(shown.getLast()).toString()) : null);
    }

    private static int limit(@Nullable String value) {
        if (value == null) {
            return USUAL;
        }
        if (value.matches("[0-9]{1,3}")) {
            int limit = Integer.parseInt(value);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        }
        throw ApiException.unprocessable(
                "The parameter limit must be a number from 1 to %d, got '%s'".formatted(MOST, value));
    }

    private static @Nullable String after(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            byte[] key = Base64.getUrlDecoder().decode(cursor);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
            if (cursor(text).equals(cursor) && text.chars().noneMatch(Character::isISOControl) && !text.isEmpty()) {
                return text;
            }
        } catch (IllegalArgumentException | CharacterCodingException _) {
            // It is none of ours.
        }
        throw noCursor();
    }

    private static String cursor(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    /** For a cursor that is that of another list. */
    public ApiException badCursor() {
        return noCursor();
    }

    private static ApiException noCursor() {
        return ApiException.unprocessable(
                "The parameter cursor must be the 'next' of an earlier answer of this list, as it was");
    }
}
