package io.chutes.template.engine;

import io.chutes.annotation.Allowed;
import io.chutes.annotation.TemplateOptions;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How SGLang runs the model of a {@link SglangChute}; what is not given is SGLang's own choice. */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@TemplateOptions(SglangChute.class)
public @interface Sglang {
    /** The most tokens of a prompt and its answer together, 256 to 16777216; 0 means the model's own. */
    @Allowed(min = 256, max = 16_777_216)
    int contextLength() default 0;

    /** The type of the weights as they run. */
    Dtype dtype() default Dtype.AUTO;

    /** How the weights are quantised; {@code AUTO} is as the model's files say. */
    Quantization quantization() default Quantization.AUTO;

    /** The type that attention's keys and values are kept in. */
    KvCacheDtype kvCacheDtype() default KvCacheDtype.AUTO;

    /** The share of a GPU's memory for weights and for keys and values, 0.1 to 0.99; 0 means SGLang's own choice. */
    @Allowed(min = 0.1, max = 0.99)
    double memoryFraction() default 0;

    /** The most tokens of a prompt that a step reads, 16 to 1048576; 0 means SGLang's own choice. */
    @Allowed(min = 16, max = 1_048_576)
    int chunkedPrefillSize() default 0;

    /** Which of the waiting calls comes next. */
    SchedulePolicy schedulePolicy() default SchedulePolicy.AUTO;

    /** Whether what prompts have in common is computed once. */
    boolean radixCache() default true;

    /** How calls of tools are found in what the model writes; with {@code NONE}, they are part of the answer. */
    ToolCallParser toolCallParser() default ToolCallParser.NONE;

    /** How reasoning is found in what the model writes; with {@code NONE}, it is part of the answer. */
    ReasoningParser reasoningParser() default ReasoningParser.NONE;

    /** A file with another chat template, a path in the image such as one of {@code @Image(files)}; empty means the model's own. */
    @Allowed(pattern = "[\\w/.][\\w/. -]*\\.(jinja2?|json)")
    String chatTemplate() default "";

    /** Whether Python code among the model's files is run, of which the revision pins what it is. */
    boolean trustRemoteCode() default false;

    /** Types of weights. */
    enum Dtype {
        AUTO,
        FLOAT16,
        BFLOAT16,
        FLOAT32
    }

    /** Kinds of quantisation. */
    enum Quantization {
        AUTO,
        AWQ,
        BITSANDBYTES,
        COMPRESSED_TENSORS,
        FP8,
        GPTQ,
        MODELOPT,
        MXFP4,
        W8A8_FP8,
        W8A8_INT8
    }

    /** Types of keys and values. */
    enum KvCacheDtype {
        AUTO,
        BFLOAT16,
        FP8_E4M3,
        FP8_E5M2
    }

    /** Orders of waiting calls. */
    enum SchedulePolicy {
        AUTO,
        FCFS,
        LPM,
        LOF
    }

    /** Forms in which models call tools. */
    enum ToolCallParser {
        NONE,
        DEEPSEEKV3,
        DEEPSEEKV31,
        DEEPSEEKV32,
        GEMMA4,
        GLM45,
        GPT_OSS,
        HERMES,
        KIMI_K2,
        LLAMA3,
        MIMO,
        MINIMAX_M2,
        MISTRAL,
        PYTHONIC,
        QWEN25,
        QWEN3_CODER,
        STEP3
    }

    /** Forms in which models reason. */
    enum ReasoningParser {
        NONE,
        DEEPSEEK_R1,
        DEEPSEEK_V3,
        GEMMA4,
        GLM45,
        GPT_OSS,
        KIMI,
        KIMI_K2,
        MIMO,
        MINIMAX,
        MISTRAL,
        QWEN3,
        QWEN3_THINKING,
        STEP3
    }
}
