package io.chutes.template.llm.model;

/** What numbers a model is computed in. */
public enum Precision {
    /** 32 bits on a processor; on a GPU what the weights have. */
    AUTO,
    /** IEEE 754 in 32 bits. */
    FP32,
    /** The upper half of that: half the memory and, where the processor multiplies it, half the time. */
    BF16
}
