package io.chutes.template.embedding;

import io.chutes.annotation.Endpoint;
import java.util.ArrayList;
import java.util.List;

/**
 * Serves {@code POST /embed} around a model of your own: extend it, annotate the subclass with {@code @Chute}, and compute
 * the vectors. More endpoints may stand beside it.
 */
public abstract class EmbeddingChute {
    /** The most texts one call may bring. */
    public static final int MAX_TEXTS = 2048;

    /**
     * Computes one vector for each text, in the same order. Called by many threads at once.
     *
     * @param texts 1 to {@value #MAX_TEXTS} texts, none empty
     * @return as many vectors, all of one length, of any norm
     */
    protected abstract List<float[]> vectors(List<String> texts) throws Exception;

    /** Answers each text's vector, scaled to length 1. */
    @Endpoint(path = "/embed", summary = "Embeds texts as vectors of length 1")
    public EmbedResponse embed(EmbedRequest request) throws Exception {
        List<float[]> vectors = vectors(request.texts());
        if (vectors.size() != request.texts().size()) {
            throw new IllegalStateException("the model gave %d vectors for %d texts"
                    .formatted(vectors.size(), request.texts().size()));
        }
        List<Embedding> embeddings = new ArrayList<>(vectors.size());
        for (int index = 0; index < vectors.size(); index++) {
            embeddings.add(Embedding.normalised(index, vectors.get(index)));
        }
        return new EmbedResponse(embeddings);
    }
}
