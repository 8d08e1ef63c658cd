package io.chutes.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The values that an option of {@link TemplateOptions} may be given: a number within these bounds, or a text of this form. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Allowed {
    /** The least number. */
    double min() default Double.NEGATIVE_INFINITY;

    /** The greatest number. */
    double max() default Double.POSITIVE_INFINITY;

    /** A regular expression that the whole of a text matches. */
    String pattern() default "(?s).*";
}
