package io.chutes.template.llm.openai;

import io.chutes.annotation.Untagged;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.util.List;

/** What a model goes on with: a text, texts, the tokens of one, or those of several. */
@Untagged
public sealed interface Prompt {
    /** What is gone on with by itself, each, in order. */
    List<PromptPart> parts();

    /** What is gone on with as one. */
    @Untagged
    sealed interface PromptPart extends Prompt {
        @Override
        default List<PromptPart> parts() {
            return List.of(this);
        }
    }

    /** To be made into tokens. */
    record PromptText(@NotEmpty String text) implements PromptPart {}

    /** To be taken as they are. */
    record PromptTokens(@NotEmpty List<@Min(0) Integer> ids) implements PromptPart {
        /** Of the model's own. */
        public PromptTokens {
            ids = List.copyOf(ids);
        }
    }

    /** Several to be made into tokens. */
    record PromptTexts(
            @Size(min = 1, max = CompletionRequest.MOST_ANSWERS) List<@NotEmpty String> texts) implements Prompt {
        /** Each with answers of its own. */
        public PromptTexts {
            texts = List.copyOf(texts);
        }

        @Override
        public List<PromptPart> parts() {
            return texts.stream().<PromptPart>map(PromptText::new).toList();
        }
    }

    /** Several to be taken as they are. */
    record PromptTokenLists(
            @Size(min = 1, max = CompletionRequest.MOST_ANSWERS) List<@NotEmpty List<@Min(0) Integer>> lists) implements Prompt {
        /** Each with answers of its own. */
        public PromptTokenLists {
            lists = List.copyOf(lists);
        }

        @Override
        public List<PromptPart> parts() {
            return lists.stream().<PromptPart>map(PromptTokens::new).toList();
        }
    }
}
