package io.chutes.template.llm.model;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chutes.template.torch.SafetensorsWriter;
import io.chutes.template.torch.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * A model with random weights, the same for the same seed: to try and test a chute where no real model is at hand. What it says means
 * nothing. Its tokens are the 256 bytes of UTF-8 and those of ChatML.
 *
 * @param vocabulary at least 260
 * @param groups the heads of keys and values
 * @param width the numbers of a head
 * @param tied whether the embeddings make the scores too
 */
public record RandomDecoder(
        Family family,
        int vocabulary,
        int hidden,
        int layers,
        int heads,
        int groups,
        int width,
        int intermediate,
        boolean tied,
        int positions,
        long seed) {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final float HALF = 0.5f;
    private static final double THETA = 10_000;

    /** A few thousand numbers of Qwen3's kind: loaded in no time. */
    public static RandomDecoder tiny() {
        return tiny(Family.QWEN3);
    }

    /** A few thousand numbers. */
    public static RandomDecoder tiny(Family family) {
        return new RandomDecoder(family, 320, 32, 2, 4, 2, 16, 48, family == Family.QWEN2, 512, 1);
    }

    /** Writes all files that a chute reads. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        MAPPER.writeValue(folder.resolve("config.json").toFile(), config());
        ObjectNode generation = MAPPER.createObjectNode().put("eos_token_id", ByteTokens.END_OF_TURN);
        MAPPER.writeValue(folder.resolve("generation_config.json").toFile(), generation);
        MAPPER.writeValue(folder.resolve("tokenizer.json").toFile(), ByteTokens.tokenizer(vocabulary));
        MAPPER.writeValue(folder.resolve("tokenizer_config.json").toFile(), ByteTokens.tokenizerConfig(positions));
        SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors());
    }

    private ObjectNode config() {
        return MAPPER.createObjectNode()
                .put("model_type", family.modelType())
                .put("vocab_size", vocabulary)
                .put("hidden_size", hidden)
                .put("num_hidden_layers", layers)
                .put("num_attention_heads", heads)
                .put("num_key_value_heads", groups)
                .put("head_dim", width)
                .put("intermediate_size", intermediate)
                .put("hidden_act", "silu")
                .put("rms_norm_eps", 1e-6)
                .put("rope_theta", THETA)
                .put("max_position_embeddings", positions)
                .put("tie_word_embeddings", tied)
                .putNull("sliding_window")
                .put("bos_token_id", ByteTokens.END_OF_TEXT)
                .put("eos_token_id", ByteTokens.END_OF_TEXT);
    }

    /** In the order that {@code golden.py} makes them. */
    Map<String, Value.Floats> tensors() {
        var random = new Random(seed);
        Map<String, Value.Floats> tensors = new LinkedHashMap<>();
        matrix(tensors, random, "model.embed_tokens", vocabulary, hidden);
        if (!tied) {
            matrix(tensors, random, "lm_head", vocabulary, hidden);
        }
        norm(tensors, random, "model.norm", hidden);
        for (int layer = 0; layer < layers; layer++) {
            String block = "model.layers.%d.".formatted(layer);
            String attention = block + "self_attn.";
            norm(tensors, random, block + "input_layernorm", hidden);
            matrix(tensors, random, attention + "q_proj", heads * width, hidden);
            matrix(tensors, random, attention + "k_proj", groups * width, hidden);
            matrix(tensors, random, attention + "v_proj", groups * width, hidden);
            if (family.biased()) {
                put(tensors, random, attention + "q_proj.bias", 1, 0, heads * width);
                put(tensors, random, attention + "k_proj.bias", 1, 0, groups * width);
                put(tensors, random, attention + "v_proj.bias", 1, 0, groups * width);
            }
            if (family.normed()) {
                norm(tensors, random, attention + "q_norm", width);
                norm(tensors, random, attention + "k_norm", width);
            }
            matrix(tensors, random, attention + "o_proj", hidden, heads * width);
            norm(tensors, random, block + "post_attention_layernorm", hidden);
            matrix(tensors, random, block + "mlp.gate_proj", intermediate, hidden);
            matrix(tensors, random, block + "mlp.up_proj", intermediate, hidden);
            matrix(tensors, random, block + "mlp.down_proj", hidden, intermediate);
        }
        return tensors;
    }

    /** Scaled so that what comes out is about as large as what goes in. */
    private static void matrix(Map<String, Value.Floats> tensors, Random random, String name, int out, int in) {
        put(tensors, random, name + ".weight", (float) Math.sqrt(12.0 / in), 0, out, in);
    }

    private static void norm(Map<String, Value.Floats> tensors, Random random, String name, int size) {
        put(tensors, random, name + ".weight", 1, 1, size);
    }

    private static void put(
            Map<String, Value.Floats> tensors, Random random, String name, float scale, float around, int... shape) {
        int count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (random.nextFloat() - HALF) * scale + around;
        }
        tensors.put(
                name,
                new Value.Floats(values, Arrays.stream(shape).asLongStream().toArray()));
    }
}
