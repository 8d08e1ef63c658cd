package io.chutes.annotation;

import java.util.Objects;
import java.util.stream.Stream;

/**
 * An answer that is one JSON value or a stream of events, whichever its call asked for. The runtime closes the stream of a reply
 * that it sends; who receives one closes it to leave early.
 *
 * @param <T> the value
 * @param <E> what each event is
 */
public sealed interface Reply<T, E> {
    /** A reply of one value. */
    static <T, E> Reply<T, E> whole(T value) {
        return new Whole<>(value);
    }

    /** A reply of events. */
    static <T, E> Reply<T, E> streamed(Stream<E> events) {
        return new Streamed<>(events);
    }

    /** All of it at once. */
    record Whole<T, E>(T value) implements Reply<T, E> {
        public Whole {
            Objects.requireNonNull(value, "value");
        }
    }

    /** Bit by bit. */
    record Streamed<T, E>(Stream<E> events) implements Reply<T, E> {
        public Streamed {
            Objects.requireNonNull(events, "events");
        }
    }
}
