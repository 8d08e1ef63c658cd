package io.chutes.template.embedding;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Vectors, as OpenAI's API has them.
 *
 * @param object always {@code list}
 * @param model as the request named it
 */
public record OpenAiEmbeddings(String object, List<Item> data, String model, Usage usage) {
    private static final String UNNAMED = "embeddings";

    public OpenAiEmbeddings {
        data = List.copyOf(data);
    }

    static OpenAiEmbeddings of(OpenAiRequest request, List<float[]> vectors, int tokens) {
        List<Item> items = IntStream.range(0, vectors.size())
                .mapToObj(index -> Item.of(index, vectors.get(index), request.isBase64()))
                .toList();
        return new OpenAiEmbeddings("list", items, request.model().orElse(UNNAMED), new Usage(tokens, tokens));
    }

    /**
     * One vector.
     *
     * @param object always {@code embedding}
     * @param index which part of the input it is, from 0
     * @param embedding its numbers, or their bytes in base64
     */
    public record Item(String object, int index, Object embedding) {
        static Item of(int index, float[] vector, boolean base64) {
            return new Item("embedding", index, base64 ? Vectors.base64(vector) : Vectors.boxed(vector));
        }
    }

    /**
     * What was read.
     *
     * @param prompt_tokens the tokens that the model ran on, those around each text included
     * @param total_tokens the same
     */
    @SuppressWarnings("MemberName") // OpenAI's
    public record Usage(int prompt_tokens, int total_tokens) {}
}
