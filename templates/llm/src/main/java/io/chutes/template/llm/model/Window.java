package io.chutes.template.llm.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.template.torch.JsonFile;
import io.chutes.template.torch.ModelException;

/**
 * How far back attention sees in some layers: the last so many tokens.
 *
 * @param tokens 0 where all see everything
 * @param firstLayer the first that slides, as do all after it
 */
record Window(int tokens, int firstLayer) {
    private static final int DEFAULT = 4096;
    private static final int QWEN_FULL_LAYERS = 28;
    private static final String SLIDING = "sliding_attention";

    static Window read(JsonFile config, Family family, int layers) {
        boolean isNull = config.content().path("sliding_window").isNull();
        Window window =
                switch (family) {
                    case LLAMA -> none(config, layers);
                    case MISTRAL -> isNull ? none(layers) : new Window(config.optional("sliding_window", DEFAULT), 0);
                    case QWEN2, QWEN3 -> {
                        boolean slides =
                                config.content().path("use_sliding_window").asBoolean(false);
                        int first = config.content().path("max_window_layers").asInt(QWEN_FULL_LAYERS);
                        yield isNull || !slides
                                ? none(layers)
                                : new Window(config.optional("sliding_window", DEFAULT), Math.min(first, layers));
                    }
                };
        return config.has("layer_types") ? window.asListed(config.content().get("layer_types"), layers) : window;
    }

    private static Window none(JsonFile config, int layers) {
        if (config.has("sliding_window")) {
            throw new ModelException("config.json: sliding_window is not supported with model_type llama, got "
                    + config.content().get("sliding_window"));
        }
        return none(layers);
    }

    private static Window none(int layers) {
        return new Window(0, layers);
    }

    /** What newer files say of each layer: full ones, then sliding ones. */
    private Window asListed(JsonNode types, int layers) {
        int first = 0;
        while (first < types.size() && types.get(first).asText().equals("full_attention")) {
            first++;
        }
        for (int layer = first; layer < types.size(); layer++) {
            if (!types.get(layer).asText().equals(SLIDING)) {
                throw new ModelException(
                        "config.json: layer_types must be full_attention, then sliding_attention; layer %d is %s"
                                .formatted(layer, types.get(layer)));
            }
        }
        if (types.size() != layers || (first < layers && tokens == 0)) {
            throw new ModelException(
                    "config.json: layer_types lists %d layers of %d, %d of them sliding in a window of %d"
                            .formatted(types.size(), layers, types.size() - first, tokens));
        }
        return new Window(tokens, first);
    }
}
