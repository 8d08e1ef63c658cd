package io.chutes.template.engine;

import io.chutes.annotation.Allowed;
import io.chutes.annotation.TemplateOptions;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How vLLM runs the model of a {@link VllmChute}; what is not given is vLLM's own choice. */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@TemplateOptions(VllmChute.class)
public @interface Vllm {
    /** The most tokens of a prompt and its answer together, 256 to 16777216; 0 means the model's own. */
    @Allowed(min = 256, max = 16_777_216)
    int maxModelLength() default 0;

    /** The type of the weights as they run. */
    Dtype dtype() default Dtype.AUTO;

    /** How the weights are quantised; {@code AUTO} is as the model's files say. */
    Quantization quantization() default Quantization.AUTO;

    /** The type that attention's keys and values are kept in. */
    KvCacheDtype kvCacheDtype() default KvCacheDtype.AUTO;

    /** The share of a GPU's memory that vLLM takes, 0.1 to 1; 0 means its own choice. */
    @Allowed(min = 0.1, max = 1)
    double gpuMemoryUtilization() default 0;

    /** How much of the weights of each GPU lies in main memory, in GiB, at most 1024. */
    @Allowed(min = 0, max = 1024)
    double cpuOffloadGb() default 0;

    /** The most tokens of a step, 1024 to 1048576; 0 means vLLM's own choice. */
    @Allowed(min = 1024, max = 1_048_576)
    int maxBatchedTokens() default 0;

    /** Whether what prompts have in common is computed once. */
    boolean prefixCaching() default true;

    /** Whether it runs without CUDA graphs, which starts sooner and answers more slowly. */
    boolean enforceEager() default false;

    /** Whether the experts of a mixture are spread over the GPUs. */
    boolean expertParallel() default false;

    /** Whether of a model that sees or hears the language part alone is loaded. */
    boolean languageModelOnly() default false;

    /** How calls of tools are found in what the model writes; with {@code NONE}, it calls none of its own accord. */
    ToolCallParser toolCallParser() default ToolCallParser.NONE;

    /** How reasoning is found in what the model writes; with {@code NONE}, it is part of the answer. */
    ReasoningParser reasoningParser() default ReasoningParser.NONE;

    /** A file with another chat template, a path in the image such as one of {@code @Image(files)}; empty means the model's own. */
    @Allowed(pattern = "[\\w/.][\\w/. -]*\\.jinja2?")
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
        MODELOPT
    }

    /** Types of keys and values. */
    enum KvCacheDtype {
        AUTO,
        BFLOAT16,
        FP8,
        FP8_E4M3,
        FP8_E5M2
    }

    /** Forms in which models call tools. */
    enum ToolCallParser {
        NONE,
        DEEPSEEK_V3,
        DEEPSEEK_V31,
        DEEPSEEK_V32,
        GEMMA4,
        GLM45,
        GRANITE,
        HERMES,
        INTERNLM,
        JAMBA,
        KIMI_K2,
        LLAMA3_JSON,
        LLAMA4_PYTHONIC,
        MINIMAX_M2,
        MISTRAL,
        OPENAI,
        PHI4_MINI_JSON,
        PYTHONIC,
        QWEN3_CODER,
        QWEN3_XML,
        SEED_OSS,
        XLAM
    }

    /** Forms in which models reason. */
    enum ReasoningParser {
        NONE,
        DEEPSEEK_R1,
        DEEPSEEK_V3,
        GEMMA4,
        GLM45,
        GRANITE,
        HUNYUAN_A13B,
        KIMI_K2,
        MINIMAX_M2,
        MISTRAL,
        OPENAI_GPTOSS,
        QWEN3,
        SEED_OSS,
        STEP3
    }
}
