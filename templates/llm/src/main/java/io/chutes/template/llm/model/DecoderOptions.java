package io.chutes.template.llm.model;

/**
 * How a {@link Decoder} is loaded.
 *
 * @param precision what it is computed in; with {@link Quantization} it is {@link Precision#BF16}
 * @param contextLimit the most tokens a sequence may have, where that is fewer than the model takes
 * @param kvBytes the most memory for the keys and values of all sequences that run
 * @param maxSequences the most that run at once
 * @param prefillChunk the most tokens of prompts that one step runs, which the next tokens of the others wait for
 */
public record DecoderOptions(
        Precision precision,
        Quantization quantization,
        int contextLimit,
        long kvBytes,
        int maxSequences,
        int prefillChunk) {
    private static final long GIB = 1L << 30;
    private static final int SEQUENCES = 16;
    private static final int CHUNK = 256;

    public DecoderOptions {
        check("contextLimit", contextLimit);
        check("kvBytes", kvBytes);
        check("maxSequences", maxSequences);
        check("prefillChunk", prefillChunk);
        if (quantization != Quantization.NONE && precision == Precision.FP32) {
            throw new IllegalArgumentException(
                    "weights of %s are multiplied in BF16, not in FP32: leave the precision out, or the quantization"
                            .formatted(quantization));
        }
    }

    /** Weights as they are, the model's own context, 16 sequences in 1 GiB, prompts in chunks of 256 tokens. */
    public static DecoderOptions defaults() {
        return new DecoderOptions(Precision.AUTO, Quantization.NONE, Integer.MAX_VALUE, GIB, SEQUENCES, CHUNK);
    }

    /** These with that precision. */
    public DecoderOptions withPrecision(Precision changed) {
        return new DecoderOptions(changed, quantization, contextLimit, kvBytes, maxSequences, prefillChunk);
    }

    /** These with weights of that kind. */
    public DecoderOptions withQuantization(Quantization changed) {
        return new DecoderOptions(precision, changed, contextLimit, kvBytes, maxSequences, prefillChunk);
    }

    /** These with that limit. */
    public DecoderOptions withContextLimit(int changed) {
        return new DecoderOptions(precision, quantization, changed, kvBytes, maxSequences, prefillChunk);
    }

    /** These with that memory. */
    public DecoderOptions withKvBytes(long changed) {
        return new DecoderOptions(precision, quantization, contextLimit, changed, maxSequences, prefillChunk);
    }

    /** These with that many at once. */
    public DecoderOptions withMaxSequences(int changed) {
        return new DecoderOptions(precision, quantization, contextLimit, kvBytes, changed, prefillChunk);
    }

    /** These with that chunk. */
    public DecoderOptions withPrefillChunk(int changed) {
        return new DecoderOptions(precision, quantization, contextLimit, kvBytes, maxSequences, changed);
    }

    private static void check(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("%s must be above 0, got %d".formatted(name, value));
        }
    }
}
