package io.chutes.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Sets a field to a secret before {@link OnStartup} methods run. The field is a {@code String}, not private, not static and not
 * final. An instance without that secret does not start.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Secret {
    /**
     * The secret's name: upper-case letters, digits and underscores, a letter first, at most 64; not {@code CHUTES_…}, {@code PATH},
     * {@code JAVA_HOME} or {@code LANG}.
     */
    String value();
}
