package io.chutes.template.embedding;

import io.chutes.template.torch.Safetensors;
import io.chutes.template.torch.TensorInfo;
import java.util.ArrayList;
import java.util.List;

/** The tensors of a model of the BERT family, in the order that {@code encoder.py} takes them. */
final class EncoderWeights {
    private static final List<String> PREFIXES = List.of("", "bert.", "roberta.");

    private final Safetensors weights;
    private final List<TensorInfo> tensors = new ArrayList<>();

    private EncoderWeights(Safetensors weights) {
        this.weights = weights;
    }

    static List<TensorInfo> of(Safetensors weights, EncoderConfig config) {
        return new EncoderWeights(weights).take(config);
    }

    private List<TensorInfo> take(EncoderConfig config) {
        int hidden = config.hidden();
        String prefix = PREFIXES.stream()
                .filter(start -> weights.find(start + "embeddings.word_embeddings.weight")
                        .isPresent())
                .findFirst()
                .orElse("");
        String embeddings = prefix + "embeddings.";
        add(embeddings + "word_embeddings.weight", config.vocabulary(), hidden);
        add(embeddings + "position_embeddings.weight", config.positions(), hidden);
        add(embeddings + "token_type_embeddings.weight", config.types(), hidden);
        vectors(embeddings + "LayerNorm", hidden);
        for (int layer = 0; layer < config.layers(); layer++) {
            String block = "%sencoder.layer.%d.".formatted(prefix, layer);
            linear(block + "attention.self.query", hidden, hidden);
            linear(block + "attention.self.key", hidden, hidden);
            linear(block + "attention.self.value", hidden, hidden);
            linear(block + "attention.output.dense", hidden, hidden);
            vectors(block + "attention.output.LayerNorm", hidden);
            linear(block + "intermediate.dense", config.intermediate(), hidden);
            linear(block + "output.dense", hidden, config.intermediate());
            vectors(block + "output.LayerNorm", hidden);
        }
        return tensors;
    }

    private void linear(String name, int out, int in) {
        add(name + ".weight", out, in);
        add(name + ".bias", out);
    }

    private void vectors(String name, int size) {
        add(name + ".weight", size);
        add(name + ".bias", size);
    }

    private void add(String name, long... shape) {
        tensors.add(weights.require(name, shape));
    }
}
