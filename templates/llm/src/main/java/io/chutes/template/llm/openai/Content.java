package io.chutes.template.llm.openai;

import io.chutes.annotation.Untagged;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import java.util.stream.Collectors;

/** What a message says. */
@Untagged
public sealed interface Content {
    /** As one text. */
    String whole();

    /** At once. */
    record ContentText(String text) implements Content {
        @Override
        public String whole() {
            return text;
        }
    }

    /** In parts, each a line of its own to the model. */
    record ContentParts(@NotEmpty List<ContentPart> parts) implements Content {
        /** All of text. */
        public ContentParts {
            parts = List.copyOf(parts);
        }

        @Override
        public String whole() {
            return parts.stream().map(ContentPart::text).collect(Collectors.joining("\n"));
        }
    }

    /** A part. */
    record ContentPart(ContentPartType type, String text) {}

    /** What a part is; images and sounds are for models that read them. */
    @SuppressWarnings("MemberName") // OpenAI's
    enum ContentPartType {
        text
    }
}
