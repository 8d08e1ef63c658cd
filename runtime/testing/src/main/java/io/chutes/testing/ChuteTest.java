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
 * processor wrote, the encoders and limits of production. Test and lifecycle methods may take a
 * {@link io.chutes.client.ChuteClient} that calls it, or its address as a {@link java.net.URI}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Inherited
@ExtendWith(ChuteExtension.class)
public @interface ChuteTest {
    /** The class annotated with {@code @Chute}. */
    Class<?> value();
}
