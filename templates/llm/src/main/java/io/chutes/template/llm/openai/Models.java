package io.chutes.template.llm.openai;

import java.util.List;

/**
 * The models that are served.
 *
 * @param object always {@code list}
 */
public record Models(String object, List<Model> data) {
    /**
     * A model.
     *
     * @param object always {@code model}
     * @param created when it was loaded, in seconds since 1970
     */
    @SuppressWarnings("MemberName") // OpenAI's
    public record Model(String id, String object, long created, String owned_by, int max_model_len) {}
}
