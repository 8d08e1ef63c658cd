package io.chutes.template.embedding;

import java.util.List;

/**
 * The model that is served, as OpenAI's API lists it.
 *
 * @param object always {@code list}
 */
public record OpenAiModels(String object, List<Model> data) {
    public OpenAiModels {
        data = List.copyOf(data);
    }

    static OpenAiModels of(Model model) {
        return new OpenAiModels("list", List.of(model));
    }

    /**
     * A model.
     *
     * @param id the chute's name
     * @param object always {@code model}
     * @param created when it was loaded, in seconds since 1970
     * @param max_model_len the most tokens of a text
     */
    @SuppressWarnings("MemberName") // OpenAI's
    public record Model(String id, String object, long created, String owned_by, int max_model_len) {
        static Model of(String name, long created, int maxTokens) {
            return new Model(name, "model", created, "chute", maxTokens);
        }
    }
}
