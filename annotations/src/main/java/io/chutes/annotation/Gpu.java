package io.chutes.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which GPUs an instance of the chute needs. All of them are of one model, on one node. It is an error at compile time if
 * no model of the catalogue is left after {@code include}, {@code exclude}, {@code minVramGb} and {@code maxHourlyPrice}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Gpu {
    /** How many GPUs each instance holds, 1 to 8. */
    int count() default 1;

    /** The least memory of each GPU, in GB as vendors state it (10^9 bytes), 0 to 192. */
    int minVramGb() default 0;

    /** The models to choose from; empty means every model. */
    GpuModel[] include() default {};

    /** Models never to use. */
    GpuModel[] exclude() default {};

    /** The most one GPU may cost an hour, in USD as a decimal such as {@code "0.40"}; empty means no cap. */
    String maxHourlyPrice() default "";
}
