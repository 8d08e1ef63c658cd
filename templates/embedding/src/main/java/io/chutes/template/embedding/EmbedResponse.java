package io.chutes.template.embedding;

import java.util.List;

/**
 * The vectors asked for.
 *
 * @param embeddings one for each text, in the same order
 */
public record EmbedResponse(List<Embedding> embeddings) {
    public EmbedResponse {
        embeddings = List.copyOf(embeddings);
    }
}
