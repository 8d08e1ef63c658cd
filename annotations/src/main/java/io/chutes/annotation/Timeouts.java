package io.chutes.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How long things may take. Each is a duration such as {@code "90s"}, {@code "10m"}, {@code "1h30m"} or {@code "500ms"}.
 *
 * <p>Waiting for an instance to start is charged to none but {@link #startup}. A call that a limit ends is answered by a
 * problem that names the limit. A chute without this annotation gets its defaults.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Timeouts {
    /** From the start of the container until it is ready, {@code "1s"} to {@code "2h"}. */
    String startup() default "10m";

    /** From the call's turn until its answer begins, {@code "100ms"} to {@code "1h"} and at most {@link #total}, which it is where that is shorter than the default. */
    String firstByte() default "60s";

    /** Between two events of a stream, {@code "100ms"} to {@code "1h"} and at most {@link #total}, which it is where that is shorter than the default. */
    String idle() default "60s";

    /** From the call's turn until the end of its answer, {@code "100ms"} to {@code "24h"}. */
    String total() default "30m";
}
