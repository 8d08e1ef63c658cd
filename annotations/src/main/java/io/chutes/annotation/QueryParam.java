package io.chutes.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Takes a parameter of the query string as an argument of an {@link Endpoint} method.
 *
 * <p>The parameter is a {@code String}, a number, a {@code boolean}, an enum, a {@code UUID}, a {@code URI}, an
 * {@code Instant}, a {@code LocalDate} or a {@code Duration}; {@code Optional} of one where it may be absent, or {@code List} of
 * one where it may come more than once.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.PARAMETER)
public @interface QueryParam {
    /** Its name, of letters, digits, hyphens and underscores. */
    String value();
}
