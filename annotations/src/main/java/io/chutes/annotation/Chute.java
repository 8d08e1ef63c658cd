package io.chutes.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a class a chute: one deployable service whose {@link Endpoint} methods are reachable over HTTP.
 *
 * <p>The class must be top-level or static, not private, not abstract, and have a constructor without parameters that is
 * not private. One object of it serves all calls at once, so its state must be safe for use by many threads.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Chute {
    /** The name in addresses: 3 to 63 lower-case letters, digits and single hyphens; a letter first, no hyphen last. */
    String name();

    /** One line for listings, at most 1024 characters. */
    String tagline() default "";

    /**
     * A Markdown file for the chute's page, at most 16384 characters: its path from the project's folder, which the build
     * reads. Empty means none; a path that leads out of the folder is an error.
     */
    String readme() default "";
}
