package io.chutes.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How the chute's container image is made. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Image {
    /**
     * The image to build on, pinned by digest: {@code registry/repository@sha256:<64 hex>}. It must hold a Java 25 or newer
     * runtime whose {@code java} is on the {@code PATH}. Empty means a minimal runtime made from the JDK that builds.
     */
    String base() default "";
}
