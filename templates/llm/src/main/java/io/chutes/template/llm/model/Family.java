package io.chutes.template.llm.model;

import io.chutes.template.torch.JsonFile;
import io.chutes.template.torch.ModelException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kinds of decoder that differ in what a layer has, by the {@code model_type} of {@code config.json}. */
public enum Family {
    /** Llama, and all that name themselves so. */
    LLAMA(false, false),
    /** Llama's, whose attention may slide. */
    MISTRAL(false, false),
    /** With a bias on queries, keys and values. */
    QWEN2(true, false),
    /** With a norm of each query and key. */
    QWEN3(false, true);

    private final boolean biased;
    private final boolean normed;

    Family(boolean biased, boolean normed) {
        this.biased = biased;
        this.normed = normed;
    }

    static Family of(JsonFile config) {
        String name = config.text("model_type", "(none)");
        return Arrays.stream(values())
                .filter(family -> family.modelType().equals(name))
                .findFirst()
                .orElseThrow(() -> new ModelException("config.json: model_type must be one of %s, got %s"
                        .formatted(
                                Arrays.stream(values()).map(Family::modelType).collect(Collectors.joining(", ")),
                                name)));
    }

    /** As {@code config.json} has it. */
    public String modelType() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether queries, keys and values have a bias. */
    boolean biased() {
        return biased;
    }

    /** Whether each query and key is normed. */
    boolean normed() {
        return normed;
    }
}
