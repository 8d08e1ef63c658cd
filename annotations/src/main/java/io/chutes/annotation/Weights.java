package io.chutes.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Sets a field to the folder with a model's files before {@link OnStartup} methods run. The field is a {@code Path}, not
 * private, not static and not final.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Weights {
    /** Where the files come from: {@code hf://owner/repository}. */
    String repo();

    /** The commit, 40 hexadecimal digits in lower case; a branch or tag could change. */
    String revision();

    /**
     * Glob patterns of the files to take, as {@link java.nio.file.FileSystem#getPathMatcher} has them, held against paths within the
     * repository: {@code "*.safetensors"} are those at its top, {@code "**.json"} those of any folder. Empty means all.
     */
    String[] include() default {};

    /** Glob patterns of files not to take, of those that {@link #include} takes. */
    String[] exclude() default {};
}
