package io.chutes.template.engine;

import io.chutes.annotation.Allowed;
import io.chutes.annotation.TemplateOptions;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How the pipeline of a {@link DiffusionChute} is loaded. */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@TemplateOptions(DiffusionChute.class)
public @interface Diffusion {
    /** The type of the weights as they run. */
    Dtype dtype() default Dtype.FLOAT16;

    /** Which of several sets of weights is taken, such as {@code fp16} of {@code model.fp16.safetensors}; empty means the plain one. */
    @Allowed(pattern = "\\w[\\w.-]{0,63}")
    String variant() default "";

    /** Whether attention is computed in slices, in less memory and more time. */
    boolean attentionSlicing() default false;

    /** Whether each part of the model is on the GPU only while it works, in less memory and more time. */
    boolean cpuOffload() default false;

    /** Types of weights. */
    enum Dtype {
        FLOAT16,
        BFLOAT16,
        FLOAT32
    }
}
