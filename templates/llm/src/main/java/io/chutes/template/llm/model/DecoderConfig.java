package io.chutes.template.llm.model;

import io.chutes.template.torch.JsonFile;
import io.chutes.template.torch.ModelException;
import java.nio.file.Path;
import java.util.Set;

/** What {@code config.json} and the files beside it say of a model. */
public final class DecoderConfig {
    private static final double EPSILON = 1e-6;
    private static final int QWEN3_WIDTH = 128;

    private final Family family;
    private final Shape shape;
    private final double epsilon;
    private final boolean tied;
    private final Rope rope;
    private final Window window;
    private final int contextLength;
    private final Set<Integer> endTokens;

    /**
     * The sizes of its tensors.
     *
     * @param groups the heads of keys and values, each shared by several of queries
     * @param width the numbers of a head
     */
    record Shape(int vocabulary, int hidden, int layers, int heads, int groups, int width, int intermediate) {}

    private DecoderConfig(JsonFile config, Path folder, int contextLimit) {
        Settings.check(config);
        family = Family.of(config);
        shape = shape(config);
        epsilon = config.number("rms_norm_eps", EPSILON);
        tied = config.content().path("tie_word_embeddings").asBoolean(false);
        rope = Rope.read(config, shape.width());
        window = Window.read(config, family, shape.layers());
        contextLength = Math.min(rope.context(), contextLimit);
        endTokens = EndTokens.read(config, folder, shape.vocabulary());
    }

    static DecoderConfig read(Path folder, int contextLimit) {
        return new DecoderConfig(JsonFile.read(folder.resolve("config.json")), folder, contextLimit);
    }

    private Shape shape(JsonFile config) {
        int hidden = config.positive("hidden_size");
        int heads = config.positive("num_attention_heads");
        int groups = config.optional("num_key_value_heads", heads);
        if (heads % groups != 0) {
            throw new ModelException("config.json: num_attention_heads %d is no multiple of num_key_value_heads %d"
                    .formatted(heads, groups));
        }
        int width = config.optional("head_dim", family == Family.QWEN3 ? QWEN3_WIDTH : hidden / heads);
        if (width % 2 != 0) {
            throw new ModelException("config.json: head_dim must be even, got " + width);
        }
        return new Shape(
                config.positive("vocab_size"),
                hidden,
                config.positive("num_hidden_layers"),
                heads,
                groups,
                width,
                config.positive("intermediate_size"));
    }

    /** The kind of model. */
    public Family family() {
        return family;
    }

    /** How many tokens there are: as many scores does each step give. */
    public int vocabulary() {
        return shape.vocabulary();
    }

    /** The most tokens of a sequence, prompt and answer. */
    public int contextLength() {
        return contextLength;
    }

    /** The tokens that end an answer; perhaps none. */
    public Set<Integer> endTokens() {
        return endTokens;
    }

    Shape shape() {
        return shape;
    }

    double epsilon() {
        return epsilon;
    }

    /** Whether the scores are made by the embeddings themselves. */
    boolean tied() {
        return tied;
    }

    Rope rope() {
        return rope;
    }

    Window window() {
        return window;
    }
}
