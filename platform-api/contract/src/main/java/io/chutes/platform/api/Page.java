package io.chutes.platform.api;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param items the part
 * @param next the {@code cursor} parameter that asks for what follows, null at the end
 */
public record Page<T>(List<T> items, @Nullable String next) {
    public Page {
        items = List.copyOf(items);
    }

    /** The same part, its items told otherwise. */
    public <U> Page<U> map(Function<? super T, ? extends U> how) {
        return new Page<>(items.stream().<U>map(how).toList(), next);
    }
}
