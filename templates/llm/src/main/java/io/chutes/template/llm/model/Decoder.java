package io.chutes.template.llm.model;

import io.chutes.template.torch.DType;
import io.chutes.template.torch.ModelException;
import io.chutes.template.torch.RowCounts;
import io.chutes.template.torch.Safetensors;
import io.chutes.template.torch.ScriptModule;
import io.chutes.template.torch.TensorInfo;
import io.chutes.template.torch.Torch;
import io.chutes.template.torch.Value;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A model of the Llama, Mistral, Qwen2 or Qwen3 family, and the memory for the keys and values of the sequences it runs: as many rows as
 * tokens fit, which whoever calls {@link #step} divides among sequences.
 */
public final class Decoder implements AutoCloseable {
    private final DecoderConfig config;
    private final DecoderOptions options;
    private final int kvTokens;
    private final ScriptModule module;
    private final RowCounts rowCounts;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment work;
    private final MemorySegment scores;

    private Decoder(
            DecoderConfig config, DecoderOptions options, int kvTokens, ScriptModule module, RowCounts rowCounts) {
        this.config = config;
        this.options = options;
        this.kvTokens = kvTokens;
        this.module = module;
        this.rowCounts = rowCounts;
        this.work = arena.allocate(ValueLayout.JAVA_LONG, 3L * mostRows() + mostScored());
        this.scores = arena.allocate(ValueLayout.JAVA_FLOAT, (long) mostScored() * config.vocabulary());
    }

    /**
     * Loads a folder as Hugging Face's hub has it.
     *
     * @throws ModelException if a file is missing or says what is not supported, naming it and what was found
     */
    public static Decoder load(Path folder, DecoderOptions options) {
        DecoderConfig config = DecoderConfig.read(folder, options.contextLimit());
        Safetensors weights = Safetensors.open(folder);
        try {
            return load(config, options, weights, DecoderWeights.of(weights, config));
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    private static Decoder load(
            DecoderConfig config, DecoderOptions options, Safetensors weights, List<TensorInfo> tensors) {
        Torch torch = Torch.get();
        boolean isQuantized = options.quantization() != Quantization.NONE;
        DType type =
                switch (options.precision()) {
                    case AUTO ->
                        isQuantized
                                ? DType.BF16
                                : torch.computedIn(tensors.getFirst().type());
                    case FP32 -> DType.F32;
                    case BF16 -> DType.BF16;
                };
        DecoderConfig.Shape shape = config.shape();
        if (isQuantized) {
            checkProcessor(options.quantization(), torch);
            options.quantization().check(shape);
        }
        boolean isPacked = !isQuantized && torch.packs(type);
        int kvTokens = kvTokens(config, options, type);
        ScriptModule module = torch.load(Decoder.class, "decoder.py");
        try {
            module.bind(
                    weights,
                    tensors,
                    new Value.Floats(config.rope().frequencies(), config.rope().frequencies().length),
                    new Value.Whole(type.code()),
                    new Value.Flag(isPacked),
                    new Value.Whole(options.quantization().bits()),
                    new Value.Flag(config.family().biased()),
                    new Value.Flag(config.family().normed()),
                    new Value.Whole(shape.layers()),
                    new Value.Whole(shape.heads()),
                    new Value.Whole(shape.groups()),
                    new Value.Whole(shape.width()),
                    new Value.Whole(config.window().tokens()),
                    new Value.Whole(config.window().firstLayer()),
                    new Value.Real(config.epsilon()),
                    new Value.Real(config.rope().scale()),
                    new Value.Whole(kvTokens + 1L)); // one of nobody, for rows that only fill a step up
            return new Decoder(config, options, kvTokens, module, RowCounts.of(isPacked));
        } catch (RuntimeException e) {
            module.close();
            throw e;
        }
    }

    /** Weights that cannot be multiplied here are refused before they are rounded. */
    private static void checkProcessor(Quantization quantization, Torch torch) {
        if (!torch.runsOnProcessor()) {
            throw new ModelException(
                    "weights of %s are multiplied by a processor, and this model would run on a GPU: leave the quantization out"
                            .formatted(quantization));
        }
    }

    /** No more than all sequences need at their longest. */
    private static int kvTokens(DecoderConfig config, DecoderOptions options, DType type) {
        DecoderConfig.Shape shape = config.shape();
        long each = 2L * shape.layers() * shape.groups() * shape.width() * type.bytes();
        long tokens = Math.min(options.kvBytes() / each, (long) options.maxSequences() * config.contextLength());
        if (tokens < 1) {
            throw new ModelException("kvBytes %d holds the keys and values of no token: each takes %d bytes"
                    .formatted(options.kvBytes(), each));
        }
        return (int) Math.min(tokens, Integer.MAX_VALUE - 1);
    }

    /** What the model's files say of it. */
    public DecoderConfig config() {
        return config;
    }

    /** How it was loaded. */
    public DecoderOptions options() {
        return options;
    }

    /** How many tokens its memory of keys and values holds. */
    public int kvTokens() {
        return kvTokens;
    }

    /** The numbers of rows that its steps are run on: one of fewer is filled up. */
    public RowCounts rowCounts() {
        return rowCounts;
    }

    /** Has libtorch make the code for the numbers of rows that a step may have, but for great ones: it takes no more memory for them afterwards. */
    public void prepare() {
        rowCounts
                .toPrepare(mostRows())
                .forEach(rows -> module.call("prepare", new Value.Whole(rows), new Value.Flag(rows <= mostScored())));
    }

    private int mostRows() {
        return rowCounts.up(options.maxSequences() + options.prefillChunk());
    }

    private int mostScored() {
        return rowCounts.up(options.maxSequences());
    }

    /**
     * Runs one step: all chunks at once. Only one thread may call it.
     *
     * @param chunks of different sequences: at most {@link DecoderOptions#maxSequences}, with at most as many tokens and
     *     {@link DecoderOptions#prefillChunk} more in all
     * @return the scores of those that are scored, in order: a view of memory that the next step uses again
     */
    public List<FloatBuffer> step(List<Chunk> chunks) {
        int tokens = rowCounts.up(
                chunks.stream().mapToInt(chunk -> chunk.tokens().length).sum());
        long[] places = new long[3 * chunks.size()];
        int at = 0;
        int scored = 0;
        for (int i = 0; i < chunks.size(); i++) {
            Chunk chunk = chunks.get(i);
            for (int n = 0; n < chunk.tokens().length; n++, at++) {
                int position = chunk.before() + n;
                put(at, chunk.tokens()[n]);
                put(tokens + at, position);
                put(2 * tokens + at, chunk.start() + position);
            }
            if (chunk.scored()) {
                put(3 * tokens + scored++, at - 1);
            }
            places[3 * i] = chunk.start();
            places[3 * i + 1] = chunk.before();
            places[3 * i + 2] = chunk.tokens().length;
        }
        for (; at < tokens; at++) {
            put(at, 0);
            put(tokens + at, 0);
            put(2 * tokens + at, kvTokens);
        }
        int multiplied = rowCounts.up(scored);
        for (int i = scored; i < multiplied; i++) {
            put(3 * tokens + i, 0);
        }
        module.call(
                "step",
                new Value.Memory(work, DType.I64, work.byteSize() / Long.BYTES),
                new Value.Whole(tokens),
                new Value.Wholes(places),
                new Value.Whole(multiplied),
                new Value.Memory(scores, DType.F32, mostScored(), config.vocabulary()));
        List<FloatBuffer> views = new ArrayList<>();
        for (int i = 0; i < scored; i++) {
            long size = (long) config.vocabulary() * Float.BYTES;
            views.add(scores.asSlice(i * size, size)
                    .asByteBuffer()
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer());
        }
        return views;
    }

    private void put(long index, long value) {
        work.setAtIndex(ValueLayout.JAVA_LONG, index, value);
    }

    @Override
    public void close() {
        module.close();
        arena.close();
    }
}
