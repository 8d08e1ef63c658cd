package io.chutes.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a method apart from the call that starts it: long work whose state and result are asked for later. The method takes
 * at most one JSON body as an {@link Endpoint} does and optionally a {@link JobContext}; it returns what an endpoint may
 * return as JSON, or {@code void}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Job {
    /** The most one attempt may take, a duration of {@code "30s"} to {@code "24h"}. */
    String timeout() default "1h";

    /** How often it is tried again after an attempt that threw, 0 to 10. */
    int retries() default 0;

    /** How long the result is kept, a duration of {@code "1m"} to {@code "7d"}. */
    String resultTtl() default "24h";
}
