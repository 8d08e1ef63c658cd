package io.chutes.cli.resource;

import io.chutes.cli.console.Column;
import io.chutes.platform.api.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A kind of thing that an account has.
 *
 * @param name the plural, which is the command
 * @param description a sentence for help
 * @param of what each is a part of, such as {@code CHUTE}; null for nothing
 * @param id what each is named by, such as {@code NAME}
 * @param columns what people are shown
 * @param filters options that a list takes
 * @param qualifiers options that name one thing more closely
 * @param pages a part of the list
 * @param named which of the list is meant by its id
 * @param one asks for one thing; null where only the list has it
 * @param delete deletes one; null where that cannot be
 */
record Kind<T>(
        String name,
        String description,
        @Nullable String of,
        String id,
        List<Column<T>> columns,
        List<String> filters,
        List<String> qualifiers,
        Function<Asked, Page<T>> pages,
        Function<T, String> named,
        @Nullable Function<Asked, T> one,
        @Nullable Consumer<Asked> delete) {
    Kind {
        columns = List.copyOf(columns);
        filters = List.copyOf(filters);
        qualifiers = List.copyOf(qualifiers);
    }

    /** A kind of which there is a list and nothing else yet. */
    static <T> Kind<T> of(
            String name,
            String id,
            String description,
            Function<Asked, Page<T>> pages,
            Function<T, String> named,
            List<Column<T>> columns) {
        return new Kind<>(name, description, null, id, columns, List.of(), List.of(), pages, named, null, null);
    }

    Kind<T> within(String whole) {
        return new Kind<>(name, description, whole, id, columns, filters, qualifiers, pages, named, one, delete);
    }

    Kind<T> filteredBy(String... options) {
        return new Kind<>(name, description, of, id, columns, List.of(options), qualifiers, pages, named, one, delete);
    }

    Kind<T> qualifiedBy(String... options) {
        return new Kind<>(name, description, of, id, columns, filters, List.of(options), pages, named, one, delete);
    }

    Kind<T> each(Function<Asked, T> asking) {
        return new Kind<>(name, description, of, id, columns, filters, qualifiers, pages, named, asking, delete);
    }

    Kind<T> deletedBy(Consumer<Asked> deleting) {
        return new Kind<>(name, description, of, id, columns, filters, qualifiers, pages, named, one, deleting);
    }

    /** What one thing is named by on a command line. */
    List<String> names() {
        List<String> names = new ArrayList<>(whole());
        names.add(id);
        return names;
    }

    /** What a list is named by. */
    List<String> whole() {
        return of == null ? List.of() : List.of(of);
    }
}
