package io.chutes.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Takes a segment of the path as an argument of an {@link Endpoint} method.
 *
 * <p>The parameter is a {@code String}, a number, a {@code boolean}, an enum, a {@code UUID}, a {@code URI}, an
 * {@code Instant}, a {@code LocalDate} or a {@code Duration}. It stands in braces in {@link Endpoint#path}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.PARAMETER)
public @interface PathParam {
    /** Its name, of lower-case letters, digits and underscores, a letter first. */
    String value();
}
