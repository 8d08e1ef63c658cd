package io.chutes.template.llm.openai;

import io.chutes.annotation.Untagged;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;

/** What a model goes on with. */
@Untagged
public sealed interface Prompt {
    /** To be made into tokens. */
    record PromptText(@NotEmpty String text) implements Prompt {}

    /** To be taken as they are. */
    record PromptTokens(@NotEmpty List<@Min(0) Integer> ids) implements Prompt {
        /** Of the model's own. */
        public PromptTokens {
            ids = List.copyOf(ids);
        }
    }
}
