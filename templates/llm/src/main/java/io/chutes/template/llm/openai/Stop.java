package io.chutes.template.llm.openai;

import io.chutes.annotation.Untagged;
import io.chutes.template.torch.TextTokenizer;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.util.List;

/** What ends an answer: a text, or the first of several to come. */
@Untagged
public sealed interface Stop {
    /** All of them. */
    List<String> texts();

    /** This text. */
    record StopString(@NotEmpty String text) implements Stop {
        /** One that an answer may have. */
        public StopString {
            check(text);
        }

        @Override
        public List<String> texts() {
            return List.of(text);
        }
    }

    /** Up to four. */
    record StopStrings(@Size(max = 4) List<@NotEmpty String> texts) implements Stop {
        /** Those that an answer may have. */
        public StopStrings {
            texts = List.copyOf(texts);
            texts.forEach(Stop::check);
        }
    }

    private static void check(String text) {
        if (!TextTokenizer.isWhole(text)) {
            throw new IllegalArgumentException("stop has half of a surrogate pair, which no answer has");
        }
    }
}
