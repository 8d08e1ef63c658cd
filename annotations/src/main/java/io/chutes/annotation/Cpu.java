package io.chutes.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The chute needs no GPU, only this much of a node. A chute with neither this nor {@link Gpu} gets these defaults. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Cpu {
    /** Cores reserved for each instance, 1 to 64. */
    int cores() default 1;

    /** Memory reserved for each instance, in GiB (2^30 bytes), 1 to 512. */
    int memoryGb() default 2;
}
