package io.chutes.template.embedding;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chutes.template.torch.SafetensorsWriter;
import io.chutes.template.torch.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A model of the BERT family with random weights, the same for the same seed: to try and test a chute where no real model is at hand. Its
 * vectors mean nothing.
 *
 * @param modelType {@code bert} or {@code xlm-roberta}
 * @param pooling {@code mean_tokens}, {@code cls_token} or {@code lasttoken}
 * @param vocabulary at least 128 tokens, among them letters and digits
 * @param activation as {@code hidden_act} has it
 */
public record RandomEncoder(
        String modelType,
        String pooling,
        String activation,
        int vocabulary,
        int hidden,
        int layers,
        int heads,
        int intermediate,
        int positions,
        long seed) {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int PADDING = 1;
    private static final float SCALE = 0.5f;

    /** A few thousand numbers: loaded in no time. */
    public static RandomEncoder tiny() {
        return new RandomEncoder("bert", "mean_tokens", "gelu", 128, 16, 2, 4, 32, 48, 1);
    }

    /** Writes all files that {@link TextEncoder} reads. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("1_Pooling"));
        MAPPER.writeValue(folder.resolve("config.json").toFile(), config());
        MAPPER.writeValue(folder.resolve("tokenizer.json").toFile(), WordPieces.tokenizer(vocabulary));
        MAPPER.writeValue(folder.resolve("1_Pooling/config.json").toFile(), Map.of("pooling_mode_" + pooling, true));
        ArrayNode modules = MAPPER.createArrayNode();
        for (String module : List.of("Transformer", "1_Pooling", "2_Normalize")) {
            modules.addObject()
                    .put("path", module.equals("Transformer") ? "" : module)
                    .put("type", "sentence_transformers.models." + module.replaceFirst("^\\d_", ""));
        }
        MAPPER.writeValue(folder.resolve("modules.json").toFile(), modules);
        SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors());
    }

    private ObjectNode config() {
        return MAPPER.createObjectNode()
                .put("model_type", modelType)
                .put("hidden_act", activation)
                .put("hidden_size", hidden)
                .put("intermediate_size", intermediate)
                .put("layer_norm_eps", 1e-5)
                .put("max_position_embeddings", positions)
                .put("num_attention_heads", heads)
                .put("num_hidden_layers", layers)
                .put("pad_token_id", PADDING)
                .put("type_vocab_size", 2)
                .put("vocab_size", vocabulary);
    }

    private Map<String, Value.Floats> tensors() {
        var random = new Random(seed);
        Map<String, Value.Floats> tensors = new LinkedHashMap<>();
        put(tensors, random, "embeddings.word_embeddings.weight", vocabulary, hidden);
        put(tensors, random, "embeddings.position_embeddings.weight", positions, hidden);
        put(tensors, random, "embeddings.token_type_embeddings.weight", 2, hidden);
        vectors(tensors, random, "embeddings.LayerNorm");
        for (int layer = 0; layer < layers; layer++) {
            String block = "encoder.layer.%d.".formatted(layer);
            for (String part : List.of("self.query", "self.key", "self.value", "output.dense")) {
                linear(tensors, random, block + "attention." + part, hidden, hidden);
            }
            vectors(tensors, random, block + "attention.output.LayerNorm");
            linear(tensors, random, block + "intermediate.dense", intermediate, hidden);
            linear(tensors, random, block + "output.dense", hidden, intermediate);
            vectors(tensors, random, block + "output.LayerNorm");
        }
        return tensors;
    }

    private static void linear(Map<String, Value.Floats> tensors, Random random, String name, int out, int in) {
        put(tensors, random, name + ".weight", out, in);
        put(tensors, random, name + ".bias", out);
    }

    private void vectors(Map<String, Value.Floats> tensors, Random random, String name) {
        put(tensors, random, name + ".weight", hidden);
        put(tensors, random, name + ".bias", hidden);
    }

    private static void put(Map<String, Value.Floats> tensors, Random random, String name, long... shape) {
        int count = 1;
        for (long size : shape) {
            count = Math.multiplyExact(count, (int) size);
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (random.nextFloat() - SCALE) + (name.endsWith("LayerNorm.weight") ? 1 : 0);
        }
        tensors.put(name, new Value.Floats(values, shape));
    }
}
