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

    /**
     * Environment variables, each as {@code "NAME=value"}; the name is not one of the runtime's own, {@code CHUTES_…}, nor
     * {@code PATH}, {@code JAVA_HOME} or {@code LANG}, which the image sets.
     */
    String[] env() default {};

    /**
     * Files and folders of the project to put into {@link #workdir} under the same path, each a path from the project's
     * folder. A path that leads out of it is an error; one that does not exist, or is {@code lib} or {@code classes}, which
     * are the runtime's there, is an error of the build.
     */
    String[] files() default {};

    /** The numeric id of the user that runs it, 1 to 2147483647. */
    String user() default "65532";

    /** The folder it runs in, an absolute path; not {@code /}. */
    String workdir() default "/app";

    /**
     * Options for the JVM, each one argument beginning with {@code -}, such as {@code "-Xmx4g"} or
     * {@code "--add-opens=java.base/java.lang=ALL-UNNAMED"}; none that starts something else, such as {@code -cp} or {@code -jar}.
     */
    String[] jvmOptions() default {};
}
