package io.chutes.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a method when the instance stops, after the last call, and also when its start failed. The method takes nothing or a
 * {@link StartupContext}, returns nothing and is not static. It has 10 s; what it throws is logged, and the other hooks still run.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface OnShutdown {
    /** Lower runs first, 0 to 100; methods of the same priority run in the order of the source. */
    int priority() default 50;
}
