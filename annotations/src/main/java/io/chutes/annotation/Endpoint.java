package io.chutes.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Serves a method over HTTP.
 *
 * <p>The method takes at most one body: a record, a sealed interface of records, a {@code List} or {@code Map<String, …>} of
 * them, or of enums, strings, numbers or booleans (JSON); {@code String} (any text); {@code byte[]} or {@link Upload} (any bytes).
 * Within JSON, what is of one type here and of another there is an {@link Untagged} interface where the types are known, and else an
 * {@code Object}: any value but null, as strings, numbers, booleans, lists and maps.
 * Beside it, in any order, it may take the {@link Call}, {@link QueryParam} and {@link PathParam} parameters.
 *
 * <p>What it returns decides the answer: a record, a sealed interface, {@code List}, {@code Set} or {@code Map<String, …>} is
 * JSON; {@code String} is text; {@link Media} is what it says; {@code Stream<T>} is server-sent events, one JSON value each;
 * {@link Reply} is JSON or such events, as the method decides for each call; {@code void} is 204. A method inherited from a
 * superclass counts too. No two endpoints of a chute have the same method name.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Endpoint {
    /**
     * Where it is served: one or more segments, each after a slash. A segment is {@code [a-z0-9][a-z0-9_-]*}, or
     * {@code {name}} for the {@link PathParam} parameter of that name. Default: the method's name in lower case after a slash.
     * Paths under {@code /_chute} belong to the runtime.
     */
    String path() default "";

    /** The request method; a {@code GET} or {@code DELETE} endpoint takes no body. */
    HttpMethod method() default HttpMethod.POST;

    /** One line for generated documents; empty means the first sentence of the method's Javadoc. */
    String summary() default "";

    /**
     * The media type of the answer, such as {@code image/png}, for a method that returns {@link Media} or {@code String}.
     * Empty means {@code text/plain} for a {@code String} and any type for a {@code Media}; a {@code Media} of another type than
     * is written here fails the call. On any other method it is derived, and writing it is an error.
     */
    String contentType() default "";

    /** How the events of a {@code Stream} or {@link Reply} are written; on any other method, writing it is an error. */
    StreamDialect stream() default StreamDialect.EVENTS;

    /** Who may call it. */
    Visibility visibility() default Visibility.PUBLIC;

    /**
     * Whether calling it twice does no more than calling it once, so that clients may try again. A
     * {@code GET}, {@code PUT} or {@code DELETE} endpoint always is, by the meaning of those methods (RFC 9110, 9.2.2).
     */
    boolean idempotent() default false;
}
