package io.chutes.template.llm.model;

/**
 * In how many bits the weights of linear layers are kept, made of the files' own as they are loaded. What they multiply is in
 * {@link Precision#BF16}, and so are the embeddings.
 */
public enum Quantization {
    /** As they are computed. */
    NONE(16),
    /** Whole numbers from -127 to 127, with a scale for each row. */
    INT8(8),
    /** Whole numbers from 0 to 15, with a scale and a middle for each 32 of a row; those that make the scores have 8 bits. */
    INT4(4);

    /** Rows are divided into so many numbers. */
    static final int GROUP = 32;

    private final int bits;

    Quantization(int bits) {
        this.bits = bits;
    }

    int bits() {
        return bits;
    }
}
