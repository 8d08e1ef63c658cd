package io.chutes.annotation;

import java.util.Objects;

/**
 * What a {@link Batched} method has for one of its calls, where each may fail without the others. The method is then
 * {@code List<BatchResult<O>> m(List<I>)}; callers get an {@code O} or a problem all the same.
 *
 * @param <T> the answer
 */
public sealed interface BatchResult<T> {
    /** A call that is answered. */
    static <T> BatchResult<T> of(T answer) {
        return new Answered<>(answer);
    }

    /**
     * A call that fails as if the method had thrown this for it alone: a {@link ProblemException} is for its caller to read, anything
     * else is answered by 500 and stays in the log.
     */
    static <T> BatchResult<T> failed(Exception cause) {
        return new Failed<>(cause);
    }

    /** An answer. */
    record Answered<T>(T answer) implements BatchResult<T> {
        public Answered {
            Objects.requireNonNull(answer, "answer");
        }
    }

    /** A failure of one call. */
    record Failed<T>(Exception cause) implements BatchResult<T> {
        public Failed {
            Objects.requireNonNull(cause, "cause");
        }
    }
}
