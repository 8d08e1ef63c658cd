package io.chutes.template.embedding;

import java.util.ArrayList;
import java.util.List;

/** The {@code input} of a request: a text, texts, tokens, or lists of tokens. */
final class Input {
    private Input() {}

    /** What becomes one vector. */
    sealed interface Part {}

    /** To be made into tokens. */
    record Text(String text) implements Part {}

    /** To be taken as they are: with those that the model expects around a text, if it does. */
    record Tokens(List<Integer> ids) implements Part {}

    /**
     * The parts of a value that was JSON.
     *
     * @throws RefusalException if it is none of these, saying which part is at fault
     */
    static List<Part> parts(Object input) {
        List<Part> parts = new ArrayList<>();
        if (!(input instanceof List<?> list)) {
            parts.add(part(0, input));
        } else if (!list.isEmpty() && list.stream().allMatch(Number.class::isInstance)) {
            parts.add(part(0, list));
        } else {
            list.forEach(each -> parts.add(part(parts.size(), each)));
        }
        if (parts.isEmpty() || parts.size() > EmbeddingChute.MAX_TEXTS) {
            throw new RefusalException(
                    "input must have 1 to %d parts, got %d".formatted(EmbeddingChute.MAX_TEXTS, parts.size()));
        }
        return List.copyOf(parts);
    }

    private static Part part(int index, Object value) {
        return switch (value) {
            case String text when !text.isEmpty() -> new Text(text);
            case List<?> ids
            when !ids.isEmpty() ->
                new Tokens(ids.stream().map(id -> token(index, id)).toList());
            case String _, List<?> _ -> throw new RefusalException("input %d is empty".formatted(index));
            default ->
                throw new RefusalException("input must be a text, texts, tokens or lists of tokens; input %d is %s"
                        .formatted(index, value));
        };
    }

    private static Integer token(int index, Object id) {
        if (id instanceof Integer token && token >= 0) {
            return token;
        }
        throw new RefusalException("input %d has the token %s, which is none".formatted(index, id));
    }
}
