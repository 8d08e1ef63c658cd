package io.chutes.template.embedding;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Vectors, as OpenAI's API has them.
 *
 * @param object always {@code list}
 * @param model as the request named it, or the chute's name
 */
public record OpenAiEmbeddings(String object, List<Item> data, String model, Usage usage) {
    public OpenAiEmbeddings {
        data = List.copyOf(data);
    }

    static OpenAiEmbeddings of(List<float[]> vectors, boolean base64, String model, Usage usage) {
        List<Item> items = IntStream.range(0, vectors.size())
                .mapToObj(index -> Item.of(index, vectors.get(index), base64))
                .toList();
        return new OpenAiEmbeddings("list", items, model, usage);
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
            return new Item("embedding", index, base64 ? Vectors.base64(vector) : vector);
        }
    }
}
