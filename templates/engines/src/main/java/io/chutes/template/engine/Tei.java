package io.chutes.template.engine;

import io.chutes.annotation.Allowed;
import io.chutes.annotation.TemplateOptions;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How text-embeddings-inference runs the model of a {@link TeiChute}; what is not given is the engine's own choice. */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@TemplateOptions(TeiChute.class)
public @interface Tei {
    /** How one vector is made of those of the tokens; {@code AUTO} is as {@code 1_Pooling/config.json} of the model says. */
    Pooling pooling() default Pooling.AUTO;

    /** The type of the weights as they run. */
    Dtype dtype() default Dtype.AUTO;

    /** The most tokens of a batch, 1 to 4194304; 0 means the engine's own choice. */
    @Allowed(min = 1, max = 4_194_304)
    int maxBatchTokens() default 0;

    /** The most texts of a batch, 1 to 65536; 0 means as many as its tokens allow. */
    @Allowed(min = 1, max = 65_536)
    int maxBatchRequests() default 0;

    /** The most texts of a call, 1 to 65536; as many as OpenAI's API has unless written. */
    @Allowed(min = 1, max = 65_536)
    int maxClientBatchSize() default 2048;

    /** How many threads make tokens of texts, 1 to 256; 0 means one for each processor. */
    @Allowed(min = 1, max = 256)
    int tokenizationWorkers() default 0;

    /**
     * Whether a text that is too long is cut off, rather than refused. Where it is refused, the engine does not start unless
     * {@link #maxBatchTokens}, 16384 where it is the engine's choice, is at least as much as the model's longest text.
     */
    boolean autoTruncate() default false;

    /** What is put before each text, such as {@code "query: "}, at most 1024 characters and not beginning with a hyphen. */
    @Allowed(pattern = "(?s)[^-].{0,1023}")
    String defaultPrompt() default "";

    /** Ways to make one vector of many. */
    enum Pooling {
        AUTO,
        CLS,
        MEAN,
        SPLADE,
        LAST_TOKEN
    }

    /** Types of weights. */
    enum Dtype {
        AUTO,
        FLOAT16,
        FLOAT32
    }
}
