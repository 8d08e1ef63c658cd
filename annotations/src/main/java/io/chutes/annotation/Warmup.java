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
 *
 * <p>They run again after an {@link Engine} was started again, before the instance takes calls: what they throw then counts as
 * an engine that did not start.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Warmup {}
