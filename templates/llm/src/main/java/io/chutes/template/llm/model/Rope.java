package io.chutes.template.llm.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.chutes.template.torch.JsonFile;
import io.chutes.template.torch.ModelException;
import java.util.Set;

/**
 * How the position of a token turns its queries and keys: rotary embeddings and how they are scaled to longer contexts, as
 * {@code rope_scaling} or {@code rope_parameters} say.
 *
 * @param frequencies one for each pair of numbers of a head
 * @param scale what the cosines and sines are multiplied by
 * @param context the most positions
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
record Rope(float[] frequencies, double scale, int context) {
    private static final String PARAMETERS = "rope_parameters";
    private static final String SCALING = "rope_scaling";
    private static final double THETA = 10_000;
    private static final double BETA_FAST = 32;
    private static final double BETA_SLOW = 1;
    private static final double YARN_SLOPE = 0.1;
    private static final Set<String> KNOWN = Set.of(
            "rope_type",
            "type",
            "rope_theta",
            "factor",
            "original_max_position_embeddings",
            "low_freq_factor",
            "high_freq_factor",
            "attention_factor",
            "beta_fast",
            "beta_slow",
            "mscale",
            "mscale_all_dim",
            "truncate",
            "partial_rotary_factor");

    static Rope read(JsonFile config, int width) {
        JsonFile scaling = scaling(config);
        scaling.content().properties().forEach(entry -> {
            if (!KNOWN.contains(entry.getKey())) {
                throw new ModelException(
                        "%s: %s is not supported, got %s".formatted(scaling.name(), entry.getKey(), entry.getValue()));
            }
        });
        if (scaling.number("partial_rotary_factor", 1) != 1) {
            throw new ModelException("%s: partial_rotary_factor must be 1, got %s"
                    .formatted(scaling.name(), scaling.content().get("partial_rotary_factor")));
        }
        double theta = scaling.number("rope_theta", config.number("rope_theta", THETA));
        double[] frequencies = new double[width / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = Math.pow(theta, -2.0 * i / width);
        }
        int positions = config.positive("max_position_embeddings");
        String type = scaling.text("rope_type", scaling.text("type", "default"));
        return switch (type) {
            case "default" -> of(frequencies, 1, positions);
            case "linear" -> linear(scaling, frequencies, positions);
            case "llama3" -> llama3(scaling, frequencies, positions);
            case "yarn" -> yarn(scaling, frequencies, positions, theta);
            default ->
                throw new ModelException("%s: rope_type must be default, linear, llama3 or yarn, got %s"
                        .formatted(scaling.name(), type));
        };
    }

    private static JsonFile scaling(JsonFile config) {
        String key = config.has(PARAMETERS) ? PARAMETERS : SCALING;
        if (!config.has(key)) {
            return new JsonFile(config.name(), JsonNodeFactory.instance.objectNode());
        }
        JsonNode content = config.content().get(key);
        config.content().path(SCALING).properties().forEach(entry -> {
            String name = entry.getKey().equals("type") && !content.has("type") ? "rope_type" : entry.getKey();
            if (!same(entry.getValue(), content.path(name))) {
                throw new ModelException("%s: rope_scaling has %s %s, rope_parameters has %s: remove one of the two"
                        .formatted(config.name(), entry.getKey(), entry.getValue(), content.path(name)));
            }
        });
        return new JsonFile(config.name() + ": " + key, content);
    }

    private static boolean same(JsonNode one, JsonNode other) {
        return one.equals(other) || (one.isNumber() && other.isNumber() && one.asDouble() == other.asDouble());
    }

    private static Rope linear(JsonFile scaling, double[] frequencies, int positions) {
        double factor = required(scaling, "factor");
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] /= factor;
        }
        return of(frequencies, 1, stretched(positions, factor));
    }

    private static Rope llama3(JsonFile scaling, double[] frequencies, int positions) {
        double factor = required(scaling, "factor");
        double low = required(scaling, "low_freq_factor");
        double high = required(scaling, "high_freq_factor");
        int original = scaling.positive("original_max_position_embeddings");
        for (int i = 0; i < frequencies.length; i++) {
            double turns = original * frequencies[i] / (2 * Math.PI);
            double kept = Math.clamp((turns - low) / (high - low), 0, 1);
            frequencies[i] = frequencies[i] * (kept + (1 - kept) / factor);
        }
        return of(frequencies, 1, positions);
    }

    private static Rope yarn(JsonFile scaling, double[] frequencies, int positions, double theta) {
        double factor = required(scaling, "factor");
        int original = scaling.optional("original_max_position_embeddings", positions);
        double width = 2.0 * frequencies.length;
        double perTurn = width / (2 * Math.log(theta));
        double low = perTurn * Math.log(original / (2 * Math.PI * scaling.number("beta_fast", BETA_FAST)));
        double high = perTurn * Math.log(original / (2 * Math.PI * scaling.number("beta_slow", BETA_SLOW)));
        if (scaling.content().path("truncate").asBoolean(true)) {
            low = Math.floor(low);
            high = Math.ceil(high);
        }
        low = Math.max(low, 0);
        high = Math.min(high, width - 1);
        double range = high == low ? 1e-3 : high - low;
        for (int i = 0; i < frequencies.length; i++) {
            double stretched = Math.clamp((i - low) / range, 0, 1);
            frequencies[i] = frequencies[i] * (1 - stretched + stretched / factor);
        }
        double scale = scaling.has("mscale") && scaling.has("mscale_all_dim")
                ? slope(factor, scaling.number("mscale", 1)) / slope(factor, scaling.number("mscale_all_dim", 1))
                : slope(factor, 1);
        return of(frequencies, scaling.number("attention_factor", scale), stretched(original, factor));
    }

    private static double slope(double factor, double weight) {
        return factor <= 1 ? 1 : YARN_SLOPE * weight * Math.log(factor) + 1;
    }

    private static int stretched(int positions, double factor) {
        return (int) Math.min(Integer.MAX_VALUE, Math.round(positions * factor));
    }

    private static double required(JsonFile scaling, String key) {
        double value = scaling.number(key, 0);
        if (value <= 0) {
            throw new ModelException("%s: %s must be a number above 0, got %s"
                    .formatted(
                            scaling.name(),
                            key,
                            scaling.has(key) ? scaling.content().get(key) : "none"));
        }
        return value;
    }

    private static Rope of(double[] frequencies, double scale, int context) {
        float[] narrowed = new float[frequencies.length];
        for (int i = 0; i < frequencies.length; i++) {
            narrowed[i] = (float) frequencies[i];
        }
        return new Rope(narrowed, scale, context);
    }
}
