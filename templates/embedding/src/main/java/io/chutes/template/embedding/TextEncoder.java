package io.chutes.template.embedding;

import io.chutes.template.torch.DType;
import io.chutes.template.torch.RowCounts;
import io.chutes.template.torch.Safetensors;
import io.chutes.template.torch.ScriptModule;
import io.chutes.template.torch.TensorInfo;
import io.chutes.template.torch.TextTokenizer;
import io.chutes.template.torch.Torch;
import io.chutes.template.torch.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A model of the BERT family: texts to tokens, and tokens to one vector for each text. */
public final class TextEncoder implements AutoCloseable {
    /** A text of which any tokenizer makes a token. */
    private static final String LETTER = "a";
    /** How many tokens a processor runs at once, padding counted; a longer sequence alone. */
    private static final int AT_ONCE = 1024;

    private final EncoderConfig config;
    private final TextTokenizer tokenizer;
    private final ScriptModule module;
    private final RowCounts rowCounts;

    private TextEncoder(EncoderConfig config, TextTokenizer tokenizer, ScriptModule module, RowCounts rowCounts) {
        this.config = config;
        this.tokenizer = tokenizer;
        this.module = module;
        this.rowCounts = rowCounts;
    }

    /**
     * Loads a folder as Hugging Face's hub has it.
     *
     * @throws io.chutes.template.torch.ModelException if a file is missing or is none of the BERT family, naming it and what was found
     */
    public static TextEncoder open(Path folder) {
        Modules modules = Modules.read(folder);
        EncoderConfig config = EncoderConfig.read(folder, modules);
        Safetensors weights = Safetensors.open(modules.transformer());
        try {
            List<TensorInfo> tensors = EncoderWeights.of(weights, config);
            DType type = Torch.get().computedIn(tensors.getFirst().type());
            boolean isPacked = Torch.get().packs(type);
            TextTokenizer tokenizer = TextTokenizer.open(modules.transformer());
            try {
                return new TextEncoder(
                        config, tokenizer, module(config, weights, tensors, type, isPacked), RowCounts.of(isPacked));
            } catch (RuntimeException e) {
                tokenizer.close();
                throw e;
            }
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    private static ScriptModule module(
            EncoderConfig config, Safetensors weights, List<TensorInfo> tensors, DType type, boolean isPacked) {
        ScriptModule module = Torch.get().load(TextEncoder.class, "encoder.py");
        try {
            module.bind(
                    weights,
                    tensors,
                    new Value.Whole(type.code()),
                    new Value.Flag(isPacked),
                    new Value.Whole(config.heads()),
                    new Value.Whole(config.layers()),
                    new Value.Real(config.epsilon()),
                    new Value.Whole(config.activation().code()),
                    new Value.Whole(config.pooling().code()));
            return module;
        } catch (RuntimeException e) {
            module.close();
            throw e;
        }
    }

    /** The tokens of a text, prepared as sentence-transformers does, with those that the model expects around it; not cut off. */
    public long[] encode(String text) {
        return tokenizer.encode(config.sentences().apply(text), true);
    }

    /**
     * The vectors of sequences, in order, of any length: at least one, none empty or longer than it takes. A processor runs as many at once as
     * keep their numbers near it.
     */
    public List<float[]> vectors(List<long[]> sequences) {
        if (!Torch.get().runsOnProcessor()) {
            return together(sequences);
        }
        List<float[]> vectors = new ArrayList<>();
        int begin = 0;
        int longest = 0;
        for (int i = 0; i < sequences.size(); i++) {
            longest = Math.max(longest, sequences.get(i).length);
            if (i > begin && longest * (i + 1 - begin) > AT_ONCE) {
                vectors.addAll(together(sequences.subList(begin, i)));
                begin = i;
                longest = sequences.get(i).length;
            }
        }
        vectors.addAll(together(sequences.subList(begin, sequences.size())));
        return vectors;
    }

    private List<float[]> together(List<long[]> sequences) {
        int longest = sequences.stream().mapToInt(tokens -> tokens.length).max().orElseThrow();
        long[] ids = new long[rowCounts.up(sequences.size() * longest)];
        long[] lengths = new long[sequences.size()];
        for (int i = 0; i < lengths.length; i++) {
            long[] tokens = sequences.get(i);
            lengths[i] = tokens.length;
            System.arraycopy(tokens, 0, ids, i * longest, tokens.length);
        }
        var answer = (Value.Floats) module.call(
                        "forward",
                        new Value.Longs(ids, ids.length),
                        new Value.Longs(lengths, lengths.length),
                        new Value.Whole(longest),
                        new Value.Whole(config.positionOffset()))
                .getFirst();
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < lengths.length; i++) {
            vectors.add(Arrays.copyOfRange(answer.values(), i * config.hidden(), (i + 1) * config.hidden()));
        }
        return vectors;
    }

    /** Has libtorch make the code for the numbers of rows that come most, before the first call. */
    void prepare() {
        rowCounts.toPrepare(AT_ONCE).forEach(rows -> module.call("prepare", new Value.Whole(rows)));
    }

    /** The first tokens of a sequence, as many as the model takes; where it ends in the token that ends a text, so does what is kept. */
    long[] truncated(long[] tokens) {
        long[] kept = Arrays.copyOf(tokens, maxTokens());
        long last = tokens[tokens.length - 1];
        if (last == endOfText()) {
            kept[kept.length - 1] = last;
        }
        return kept;
    }

    /** The token that the model expects after a text, or -1 if it expects none. */
    private long endOfText() {
        long[] bare = tokenizer.encode(LETTER, false);
        long[] whole = tokenizer.encode(LETTER, true);
        long last = whole[whole.length - 1];
        return bare[bare.length - 1] == last ? -1 : last;
    }

    /** The most tokens that a sequence may have. */
    public int maxTokens() {
        return config.maxTokens();
    }

    /** How many numbers a vector has. */
    public int dimensions() {
        return config.hidden();
    }

    /** Whether its vectors are meant to be scaled to length 1. */
    public boolean normalises() {
        return config.normalises();
    }

    /** How many tokens there are. */
    int vocabulary() {
        return config.vocabulary();
    }

    @Override
    public void close() {
        module.close();
        tokenizer.close();
    }
}
