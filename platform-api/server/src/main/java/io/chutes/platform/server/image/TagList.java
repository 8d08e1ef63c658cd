package io.chutes.platform.server.image;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tags of a repository, in the order of the specification: letters first, whatever their case. */
record TagList(String name, List<String> tags) {
    private static final Comparator<String> ORDER =
            String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.naturalOrder());

    static TagList of(RepositoryName name, Collection<String> tags) {
        return new TagList(name.toString(), tags.stream().sorted(ORDER).toList());
    }

    /** The tags after the last one that a client has seen. */
    TagList after(@Nullable String last) {
        return last == null
                ? this
                : new TagList(
                        name,
                        tags.stream()
                                .filter(tag -> ORDER.compare(tag, last) > 0)
                                .toList());
    }

    TagList first(int count) {
        return new TagList(name, tags.subList(0, Math.min(count, tags.size())));
    }

    Optional<String> last() {
        return tags.isEmpty() ? Optional.empty() : Optional.of(tags.getLast());
    }
}
