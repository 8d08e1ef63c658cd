package io.chutes.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes an annotation the options of a template: it stands on chutes that extend that, at most once for each, and its values are held
 * against their {@link Allowed} by the compiler.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.ANNOTATION_TYPE)
public @interface TemplateOptions {
    /** The class that reads them. */
    Class<?> value();
}
