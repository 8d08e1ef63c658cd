package io.chutes.template.llm.sampling;

import io.chutes.template.torch.JsonFile;
import io.chutes.template.torch.ModelException;
import java.nio.file.Path;
import java.util.Map;

/** How a model's makers have tokens chosen where nobody says otherwise, by its {@code generation_config.json}: see {@link Sampling}. */
public record SamplingDefaults(double temperature, int topK, double topP, double minP, double repetitionPenalty) {
    private static final SamplingDefaults NONE = new SamplingDefaults(1, 0, 1, 0, 1);

    /**
     * Of a model's folder.
     *
     * @throws ModelException if a setting is out of its range, naming it
     */
    public static SamplingDefaults read(Path folder) {
        return JsonFile.find(folder.resolve("generation_config.json"))
                .map(SamplingDefaults::of)
                .orElse(NONE);
    }

    private static SamplingDefaults of(JsonFile file) {
        double topK = file.number("top_k", NONE.topK);
        try {
            return of(new Sampling(
                    file.number("temperature", NONE.temperature),
                    topK == -1 ? 0 : (int) topK,
                    file.number("top_p", NONE.topP),
                    file.number("min_p", NONE.minP),
                    0,
                    0,
                    file.number("repetition_penalty", NONE.repetitionPenalty),
                    Map.of(),
                    0));
        } catch (IllegalArgumentException e) {
            throw new ModelException("%s: %s".formatted(file.name(), e.getMessage()), e);
        }
    }

    private static SamplingDefaults of(Sampling checked) {
        return new SamplingDefaults(
                checked.temperature(), checked.topK(), checked.topP(), checked.minP(), checked.repetitionPenalty());
    }
}
