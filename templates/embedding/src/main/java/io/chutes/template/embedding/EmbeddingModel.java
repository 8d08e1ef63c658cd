package io.chutes.template.embedding;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** A model that is loaded, and the queue that all calls of it wait in. */
final class EmbeddingModel implements AutoCloseable {
    private final TextEncoder encoder;
    private final EmbeddingQueue queue;
    private final int batchTokens;

    private EmbeddingModel(TextEncoder encoder, int batchTokens, Consumer<Throwable> failed) {
        this.encoder = encoder;
        this.batchTokens = batchTokens;
        this.queue = EmbeddingQueue.start(encoder::vectors, batchTokens, failed);
    }

    /**
     * Loads a folder as Hugging Face's hub has it.
     *
     * @param batchTokens the most tokens run at once, padding counted; a sequence of more runs alone
     * @param failed told, once, what ended it if nobody closed it
     */
    static EmbeddingModel open(Path folder, int batchTokens, Consumer<Throwable> failed) {
        if (batchTokens < 1) {
            throw new IllegalArgumentException("batchTokens() must be at least 1, got " + batchTokens);
        }
        return new EmbeddingModel(TextEncoder.open(folder), batchTokens, failed);
    }

    TextEncoder encoder() {
        return encoder;
    }

    /** Runs the shortest and the largest batch there can be. */
    void warmUp() throws InterruptedException {
        encoder.prepare();
        queue.embed(List.of(encoder.encode("warm")));
        int largest = Math.max(1, batchTokens / encoder.maxTokens());
        queue.embed(Collections.nCopies(largest, new long[encoder.maxTokens()]));
    }

    /** The vectors of a request's parts, as the model gives them. */
    TextVectors vectors(List<Input.InputPart> parts, boolean truncates) throws InterruptedException {
        List<long[]> sequences = new SequenceReader(encoder, truncates).read(parts);
        int tokens = sequences.stream().mapToInt(sequence -> sequence.length).sum();
        return TextVectors.of(queue.embed(sequences), tokens);
    }

    @Override
    public void close() {
        queue.close();
        encoder.close();
    }
}
