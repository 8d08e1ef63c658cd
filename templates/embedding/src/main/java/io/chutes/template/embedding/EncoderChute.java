package io.chutes.template.embedding;

import io.chutes.annotation.Endpoint;
import io.chutes.annotation.OnShutdown;
import io.chutes.annotation.OnStartup;
import io.chutes.annotation.ProblemException;
import io.chutes.annotation.StartupContext;
import io.chutes.annotation.Warmup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code POST /v1/embeddings} as OpenAI's API has it, and {@code POST /embed}, with a model of the BERT family in the folder that
 * the subclass names: annotate that with {@code @Chute}, and a field of it with {@code @Weights}. Calls that come together are run together.
 */
public abstract class EncoderChute extends EmbeddingChute {
    private static final int UNPROCESSABLE = 422;
    private static final int BATCH_TOKENS = 4096;

    private @Nullable TextEncoder encoder;
    private @Nullable EmbeddingQueue queue;

    /** The folder with {@code config.json}, {@code tokenizer.json} and {@code model.safetensors}. */
    protected abstract Path weights();

    /** The most tokens run at once, padding counted: more for a large GPU, fewer where memory is short. */
    protected int batchTokens() {
        return BATCH_TOKENS;
    }

    /** Loads the model. */
    @OnStartup
    public void loadEncoder(StartupContext context) {
        var opened = TextEncoder.open(weights());
        encoder = opened;
        queue = new EmbeddingQueue(opened::vectors, Math.max(batchTokens(), opened.maxTokens()));
        context.progress("%s, vectors of %d numbers, up to %d tokens"
                .formatted(weights().getFileName(), opened.dimensions(), opened.maxTokens()));
    }

    /** Runs the shortest and the longest batch there can be, so that no caller is the first. */
    @Warmup
    public void warmUpEncoder() throws InterruptedException {
        TextEncoder model = encoder();
        queue().embed(List.of(model.encode("warm")));
        long[] longest = new long[model.maxTokens()];
        List<long[]> batch = new ArrayList<>();
        for (int tokens = 0; tokens + longest.length <= batchTokens(); tokens += longest.length) {
            batch.add(longest);
        }
        queue().embed(batch);
    }

    /** Gives the model's memory back. */
    @OnShutdown
    public void closeEncoder() {
        if (queue != null) {
            queue.close();
        }
        if (encoder != null) {
            encoder.close();
        }
    }

    /** Answers vectors as OpenAI's API does; {@code truncate} is ours. */
    @Endpoint(path = "/v1/embeddings", summary = "Embeds texts or tokens, as OpenAI's API does", idempotent = true)
    public OpenAiEmbeddings embeddings(OpenAiRequest request) throws InterruptedException {
        int dimensions = request.dimensions().orElse(encoder().dimensions());
        if (dimensions > encoder().dimensions()) {
            throw new ProblemException(
                    UNPROCESSABLE,
                    "dimensions must be 1 to %d, got %d".formatted(encoder().dimensions(), dimensions));
        }
        boolean cut = request.truncate().orElse(false);
        List<long[]> sequences = new ArrayList<>();
        for (Input.Part part : request.parts()) {
            sequences.add(fitting(sequences.size(), tokens(sequences.size(), part), cut));
        }
        List<float[]> vectors = queue().embed(sequences);
        boolean scaled = encoder().normalises() || request.dimensions().isPresent();
        int count = sequences.stream().mapToInt(tokens -> tokens.length).sum();
        return OpenAiEmbeddings.of(
                request,
                vectors.stream()
                        .map(vector -> scaled ? Vectors.scaled(vector, dimensions) : vector)
                        .toList(),
                count);
    }

    @Override
    protected List<float[]> vectors(List<String> texts) throws InterruptedException {
        List<long[]> sequences = new ArrayList<>();
        for (String text : texts) {
            sequences.add(fitting(sequences.size(), encoder().encode(text), false));
        }
        return queue().embed(sequences);
    }

    private long[] tokens(int index, Input.Part part) {
        return switch (part) {
            case Input.Text(String text) -> encoder().encode(text);
            case Input.Tokens(List<Integer> ids) -> {
                int vocabulary = encoder().vocabulary();
                ids.stream().filter(id -> id >= vocabulary).findFirst().ifPresent(id -> {
                    throw new ProblemException(
                            UNPROCESSABLE,
                            "input %d has the token %d; the model's are 0 to %d".formatted(index, id, vocabulary - 1));
                });
                yield ids.stream().mapToLong(Integer::longValue).toArray();
            }
        };
    }

    private long[] fitting(int index, long[] tokens, boolean cut) {
        if (tokens.length <= encoder().maxTokens()) {
            return tokens;
        } else if (cut) {
            return encoder().truncated(tokens);
        }
        throw new ProblemException(
                UNPROCESSABLE,
                "input %d has %d tokens, the model takes %d: shorten it, or let %s"
                        .formatted(index, tokens.length, encoder().maxTokens(), "/v1/embeddings truncate it"));
    }

    private TextEncoder encoder() {
        if (encoder == null) {
            throw new IllegalStateException("the model is loaded when the chute starts");
        }
        return encoder;
    }

    private EmbeddingQueue queue() {
        if (queue == null) {
            throw new IllegalStateException("the model is loaded when the chute starts");
        }
        return queue;
    }
}
