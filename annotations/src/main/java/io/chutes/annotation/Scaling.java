package io.chutes.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How many calls one instance answers at once, and how many instances there are.
 *
 * <p>A chute without this annotation gets its defaults.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Scaling {
    /** The most calls that run at once in one instance, 1 to 256. Where it is not written, that of the {@link Template} counts, if there is one. */
    int concurrency() default 1;

    /** The most calls that wait for their turn in one instance, 0 to 10000; the next is answered 429. */
    int maxQueue() default 64;

    /** Instances kept ready however little is called, 0 to 100 and at most {@link #maxInstances}. */
    int minInstances() default 0;

    /** The most instances there may be, 1 to 100. */
    int maxInstances() default 1;

    /** The share of {@link #concurrency} that scaling aims to keep busy, above 0 and at most 1. */
    double target() default 0.75;

    /** How long a chute without {@link #minInstances} keeps an instance though nobody calls it, {@code "1m"} to {@code "7d"}. */
    String idleShutdown() default "5m";
}
