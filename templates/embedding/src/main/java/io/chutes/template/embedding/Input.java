package io.chutes.template.embedding;

import io.chutes.annotation.Untagged;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.util.List;

/** What a request wants vectors of: a text, texts, the tokens of one, or those of several. */
@Untagged
public sealed interface Input {
    /** What becomes one vector each, in order. */
    List<InputPart> parts();

    /** What becomes one vector. */
    @Untagged
    sealed interface InputPart extends Input {
        @Override
        default List<InputPart> parts() {
            return List.of(this);
        }
    }

    /** To be made into tokens. */
    record InputText(@NotEmpty String text) implements InputPart {}

    /** To be taken as they are: with those that the model expects around a text, if it does. */
    record InputTokens(@NotEmpty List<@Min(0) Integer> ids) implements InputPart {
        public InputTokens {
            ids = List.copyOf(ids);
        }
    }

    /** Several to be made into tokens. */
    record InputTexts(
            @Size(min = 1, max = EmbeddingChute.MAX_TEXTS) List<@NotEmpty String> texts) implements Input {
        public InputTexts {
            texts = List.copyOf(texts);
        }

        @Override
        public List<InputPart> parts() {
            return texts.stream().<InputPart>map(InputText::new).toList();
        }
    }

    /** Several to be taken as they are. */
    record InputTokenLists(
            @Size(min = 1, max = EmbeddingChute.MAX_TEXTS) List<@NotEmpty List<@Min(0) Integer>> lists)
            implements Input {
        public InputTokenLists {
            lists = List.copyOf(lists);
        }

        @Override
        public List<InputPart> parts() {
            return lists.stream().<InputPart>map(InputTokens::new).toList();
        }
    }
}
