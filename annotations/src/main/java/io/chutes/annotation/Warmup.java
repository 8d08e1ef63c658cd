package io.chutes.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a method after all {@link OnStartup} methods and before the chute is ready, timed apart: a first inference, say. The
 * method takes nothing or a {@link StartupContext}, returns nothing and is not static. What it throws ends the start.
 * Several run in the order of the source.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Warmup {}
