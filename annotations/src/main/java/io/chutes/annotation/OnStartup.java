package io.chutes.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a method before the chute takes calls, after its {@link Weights} and {@link Secret} fields are set and its {@link Engine}s
 * are healthy. The method takes nothing or a {@link StartupContext}, returns nothing and is not static. What it throws ends the
 * start.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface OnStartup {
    /** Lower runs first, 0 to 100; methods of the same priority run in the order of the source. */
    int priority() default 50;
}
