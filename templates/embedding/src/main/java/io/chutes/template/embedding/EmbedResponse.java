package io.chutes.template.embedding;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The vectors asked for.
 *
 * @param embeddings one for each text, in the same order
 * @param usage what was read, if the model counts it
 */
public record EmbedResponse(List<Embedding> embeddings, Optional<Usage> usage) {
    public EmbedResponse {
        embeddings = List.copyOf(embeddings);
    }

    static EmbedResponse of(TextVectors texts) {
        List<Embedding> embeddings = IntStream.range(0, texts.vectors().size())
                .mapToObj(index -> Embedding.normalised(index, texts.vectors().get(index)))
                .toList();
        return new EmbedResponse(embeddings, texts.tokens().map(Usage::of));
    }
}
