package io.chutes.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of an abstract class what each {@link Chute} that extends it must say of itself. A chute that does not is an error of the
 * compiler, rather than an instance that does not start.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Template {
    /** The fewest GPUs that an instance needs, 0 to 8. */
    int minGpus() default 0;

    /** The most GPUs that an instance makes use of, 0 to 8 and not below {@link #minGpus}. */
    int maxGpus() default 8;

    /** How many calls run at once in a chute that does not say so by {@link Scaling#concurrency}, 1 to 256. */
    int concurrency() default 1;

    /** How long the start of a chute may take that does not say so by {@link Timeouts#startup}; empty means what that says. */
    String startup() default "";

    /**
     * How long an answer may take to begin in a chute that does not say so by {@link Timeouts#firstByte}, at most {@code "30m"}; empty
     * means what that says.
     */
    String firstByte() default "";

    /** Whether a chute must have a field with {@link Weights}, which pins the revision of its model. */
    boolean weights() default false;

    /** What the image must hold and the runtime that a build makes does not, such as {@code "vLLM"}: the chute must name an {@link Image#base}. */
    String imageHolds() default "";
}
