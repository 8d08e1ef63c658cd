package io.chutes.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Serves a method over HTTP.
 *
 * <p>The method takes at most one record, read from the JSON body, and optionally a {@link Call}. What it returns decides
 * the answer: a record, {@code List} or {@code Map} is JSON; {@code String} is plain text; {@code Stream<T>} is
 * server-sent events, one JSON value each; {@code void} is 204. A method inherited from a superclass counts too.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Endpoint {
    /**
     * Where it is served: one or more segments of {@code [a-z0-9][a-z0-9_-]*}, each after a slash. Default: the method's
     * name in lower case after a slash. Paths under {@code /_chute} belong to the runtime.
     */
    String path() default "";

    /** The request method; a {@code GET} endpoint takes no body. */
    HttpMethod method() default HttpMethod.POST;

    /** One line for generated documents. */
    String summary() default "";
}
