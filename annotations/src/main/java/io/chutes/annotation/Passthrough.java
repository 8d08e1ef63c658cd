package io.chutes.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Hands the calls of an {@link Endpoint} to another HTTP server inside the container: an {@link Engine}, or one that an
 * {@link OnStartup} method started. Request and answer pass through as bytes, with their headers; an
 * {@code Authorization} does not, and in its place an engine gets its own {@link EngineCommand#key}. The method is {@code void m()} and
 * its body is never run: write none that does anything.
 *
 * <p>The server's 429 or 503 with {@code Retry-After} tells clients that the call did not run and may come again, idempotent or
 * not: it must not say so of a call that did.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Passthrough {
    /**
     * The port of 127.0.0.1 it listens on, 1024 to 65535, not 8000, which is the chute's own: {@link Engine#port} if it is an engine.
     */
    int port();

    /** The path there, beginning with a slash. Empty means the path of the endpoint. */
    String path() default "";
}
