package io.chutes.template.embedding;

import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Template;
import java.util.List;

/**
 * Serves {@code POST /embed} around a model of your own: extend it, annotate the subclass with {@code @Chute}, and compute
 * the vectors. More endpoints may stand beside it.
 */
@Template(concurrency = 32)
public abstract class EmbeddingChute {
    /** The most texts one call may bring. */
    public static final int MAX_TEXTS = 2048;

    /**
     * Computes one vector for each text, in the same order. Called by many threads at once, and again for the same texts where a caller
     * tries again.
     *
     * @param texts 1 to {@value #MAX_TEXTS} texts, none empty
     */
    protected abstract TextVectors vectors(List<String> texts) throws Exception;

    /** Answers each text's vector, scaled to length 1. */
    @Endpoint(path = "/embed", summary = "Embeds texts as vectors of length 1", idempotent = true)
    public EmbedResponse embed(EmbedRequest request) throws Exception {
        TextVectors answer = vectors(request.texts());
        if (answer.vectors().size() != request.texts().size()) {
            throw new IllegalStateException("the model gave %d vectors for %d texts"
                    .formatted(answer.vectors().size(), request.texts().size()));
        }
        return EmbedResponse.of(answer);
    }
}
