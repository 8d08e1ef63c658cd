package io.chutes.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Answers several calls of an {@link Endpoint} at once. The method is {@code List<O> m(List<I>)}, with one answer for each
 * request, in order; callers send one {@code I} and get one {@code O}. A method that throws fails all calls of its batch; where
 * it returns another number of answers, all of them fail. One whose calls may fail one by one returns a list of {@link BatchResult}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Batched {
    /** The most requests in one batch, 2 to 1000; never exceeded. At most {@link Scaling#concurrency}. */
    int maxSize();

    /** How long the first request of a batch waits for others, a duration of {@code "0ms"} to {@code "10s"}. */
    String maxWait();
}
