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
    List<Part> parts();

    /** What becomes one vector. */
    @Untagged
    sealed interface Part extends Input {
        @Override
        default List<Part> parts() {
            return List.of(this);
        }
    }

    /** To be made into tokens. */
    record Text(@NotEmpty String text) implements Part {}

    /** To be taken as they are: with those that the model expects around a text, if it does. */
    record Tokens(@NotEmpty List<@Min(0) Integer> ids) implements Part {
        public Tokens {
            ids = List.copyOf(ids);
        }
    }

    /** Several to be made into tokens. */
    record Texts(
            @Size(min = 1, max = EmbeddingChute.MAX_TEXTS) List<@NotEmpty String> texts) implements Input {
        public Texts {
            texts = List.copyOf(texts);
        }

        @Override
        public List<Part> parts() {
            return texts.stream().<Part>map(Text::new).toList();
        }
    }

    /** Several to be taken as they are. */
    record TokenLists(
            @Size(min = 1, max = EmbeddingChute.MAX_TEXTS) List<@NotEmpty List<@Min(0) Integer>> lists)
            implements Input {
        public TokenLists {
            lists = List.copyOf(lists);
        }

        @Override
        public List<Part> parts() {
            return lists.stream().<Part>map(Tokens::new).toList();
        }
    }
}
