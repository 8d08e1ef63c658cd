package io.chutes.template.embedding;

import java.util.List;

/**
 * Texts to embed.
 *
 * @param texts 1 to {@value EmbeddingChute#MAX_TEXTS}, none empty
 */
public record EmbedRequest(List<String> texts) {
    public EmbedRequest {
        if (texts.isEmpty() || texts.size() > EmbeddingChute.MAX_TEXTS) {
            throw new IllegalArgumentException(
                    "texts must be 1 to %d, got %d".formatted(EmbeddingChute.MAX_TEXTS, texts.size()));
        }
        if (texts.contains("")) {
            throw new IllegalArgumentException("texts must not be empty, text %d is".formatted(texts.indexOf("")));
        }
        texts = List.copyOf(texts);
    }
}
