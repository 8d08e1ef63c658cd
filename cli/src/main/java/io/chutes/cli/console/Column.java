package io.chutes.cli.console;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One thing that people are shown of each item.
 *
 * @param title what it is, in lower case
 * @param cell its value, null for none
 */
public record Column<T>(String title, Function<T, @Nullable Object> cell) {
    String text(T item) {
        return Cell.text(cell.apply(item));
    }
}
