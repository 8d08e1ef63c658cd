package io.chutes.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Serves a chute on a free port of this machine while the tests of a class run: a new object of it, the routes that the
 * processor wrote, the encoders and limits of production.
 *
 * <p>Test and lifecycle methods may take the client that the processor wrote for it, a {@link io.chutes.client.ChuteClient},
 * its address as a {@link java.net.URI}, a {@link SlowCaller} or the {@link RunningChute} itself. What this annotation cannot say, such
 * as a clock or a hook that fails, {@link ChuteExtension#of} can.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Inherited
@ExtendWith(ChuteExtension.class)
public @interface ChuteTest {
    /** The class annotated with {@code @Chute}. */
    Class<?> value();

    /** The secrets it gets, each as {@code "NAME=value"}. */
    String[] secrets() default {};

    /** The folders of its weights, each as {@code "field=folder"}, the folder from the working directory. */
    String[] weights() default {};
}
