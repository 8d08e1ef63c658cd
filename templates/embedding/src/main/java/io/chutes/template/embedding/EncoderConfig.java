package io.chutes.template.embedding;

import io.chutes.template.torch.JsonFile;
import io.chutes.template.torch.ModelException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * What {@code config.json} says of a model of the BERT family, and what the files of sentence-transformers add.
 *
 * @param positionOffset the position of the first token: models of RoBERTa's kind count on from their padding
 * @param maxTokens the most in one sequence
 */
record EncoderConfig(
        int vocabulary,
        int hidden,
        int layers,
        int heads,
        int intermediate,
        int positions,
        int types,
        double epsilon,
        Activation activation,
        int positionOffset,
        int maxTokens,
        Pooling pooling,
        boolean normalises,
        SentenceSettings sentences) {
    private static final Set<String> ROBERTAS = Set.of("roberta", "xlm-roberta", "camembert");
    private static final double EPSILON = 1e-12;

    /** Between the two layers of a block, with the number that it has in {@code encoder.py}. */
    enum Activation {
        GELU(0),
        GELU_TANH(1),
        RELU(2);

        private final int code;

        Activation(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    static EncoderConfig read(Path folder, Modules modules) {
        JsonFile config = JsonFile.read(modules.transformer().resolve("config.json"));
        String type = config.text("model_type", "(none)");
        boolean isRoberta = ROBERTAS.contains(type);
        if (!isRoberta && !type.equals("bert")) {
            throw new ModelException(
                    "config.json: model_type must be bert, roberta, xlm-roberta or camembert, got " + type);
        }
        String embedding = config.text("position_embedding_type", "absolute");
        if (!embedding.equals("absolute")) {
            throw new ModelException("config.json: position_embedding_type must be absolute, got " + embedding);
        }
        int hidden = config.positive("hidden_size");
        int heads = config.positive("num_attention_heads");
        if (hidden % heads != 0) {
            throw new ModelException(
                    "config.json: hidden_size %d is no multiple of num_attention_heads %d".formatted(hidden, heads));
        }
        int positions = config.positive("max_position_embeddings");
        int offset = isRoberta ? config.positive("pad_token_id") + 1 : 0;
        SentenceSettings sentences = SentenceSettings.read(folder, modules);
        return new EncoderConfig(
                config.positive("vocab_size"),
                hidden,
                config.positive("num_hidden_layers"),
                heads,
                config.positive("intermediate_size"),
                positions,
                config.positive("type_vocab_size"),
                config.number("layer_norm_eps", EPSILON),
                activation(config.text("hidden_act", "gelu")),
                offset,
                Math.min(sentences.maxTokens(), positions - offset),
                modules.pooling().map(Pooling::read).orElse(Pooling.MEAN),
                modules.normalises(),
                sentences);
    }

    private static Activation activation(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "gelu" -> Activation.GELU;
            case "gelu_new", "gelu_pytorch_tanh", "gelu_fast" -> Activation.GELU_TANH;
            case "relu" -> Activation.RELU;
            default ->
                throw new ModelException(
                        "config.json: hidden_act must be gelu, gelu_new, gelu_pytorch_tanh or relu, got " + name);
        };
    }
}
