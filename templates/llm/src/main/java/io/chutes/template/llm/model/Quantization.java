package io.chutes.template.llm.model;

import io.chutes.template.torch.ModelException;

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
    private static final int GROUP = 32;

    /** So many rows of 4 bits are packed together. */
    private static final int PACK = 16;

    private final int bits;

    Quantization(int bits) {
        this.bits = bits;
    }

    int bits() {
        return bits;
    }

    /**
     * Whether a model's matrices can be multiplied so.
     *
     * @throws ModelException if not, naming the size of which it has another than it must
     */
    void check(DecoderConfig.Shape shape) {
        int queries = shape.heads() * shape.width();
        checkMultiple("hidden_size", shape.hidden(), GROUP);
        checkMultiple("num_attention_heads * head_dim", queries, GROUP);
        checkMultiple("intermediate_size", shape.intermediate(), GROUP);
        if (this == INT4) {
            checkMultiple(
                    "(num_attention_heads + 2 * num_key_value_heads) * head_dim",
                    queries + 2 * shape.groups() * shape.width(),
                    PACK);
        }
    }

    private void checkMultiple(String name, int size, int unit) {
        if (size % unit != 0) {
            throw new ModelException(
                    "weights of %s need a multiple of %d as %s, and this model has %d: leave the quantization out"
                            .formatted(this, unit, name, size));
        }
    }
}
