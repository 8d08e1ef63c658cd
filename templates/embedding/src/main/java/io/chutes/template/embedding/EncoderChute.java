package io.chutes.template.embedding;

import io.chutes.annotation.Endpoint;
import io.chutes.annotation.HttpMethod;
import io.chutes.annotation.OnShutdown;
import io.chutes.annotation.OnStartup;
import io.chutes.annotation.StartupContext;
import io.chutes.annotation.Template;
import io.chutes.annotation.Warmup;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code POST /v1/embeddings} and {@code GET /v1/models} as OpenAI's API has them, and {@code POST /embed}, with a model of the BERT
 * family in the folder that the subclass names: annotate that with {@code @Chute}, and a field of it with {@code @Weights}. Calls that come
 * together are run together.
 */
@Template(maxGpus = 1, concurrency = 32)
public abstract class EncoderChute extends EmbeddingChute {
    private static final int BATCH_TOKENS = 4096;

    private @Nullable EmbeddingModel model;
    private String name = "";
    private long loaded;

    /** The folder with {@code config.json}, {@code tokenizer.json} and {@code model.safetensors}. */
    protected abstract Path weights();

    /**
     * The most tokens run at once, padding counted, at least 1: more for a large GPU, fewer where memory is short. A text of more runs
     * alone.
     */
    protected int batchTokens() {
        return BATCH_TOKENS;
    }

    /** Loads the model. */
    @OnStartup
    public void loadEncoder(StartupContext context) {
        var opened = EmbeddingModel.open(
                weights(), batchTokens(), cause -> context.fail("the embedding model has failed: " + cause));
        model = opened;
        name = context.chute();
        loaded = Instant.now().getEpochSecond();
        context.progress("%s, vectors of %d numbers, up to %d tokens"
                .formatted(
                        weights().getFileName(),
                        opened.encoder().dimensions(),
                        opened.encoder().maxTokens()));
    }

    /** Runs the shortest and the largest batch there can be, so that no caller is the first. */
    @Warmup
    public void warmUpEncoder() throws InterruptedException {
        model().warmUp();
    }

    /** Gives the model's memory back. */
    @OnShutdown
    public void closeEncoder() {
        if (model != null) {
            model.close();
        }
    }

    /** Answers vectors as OpenAI's API does; {@code truncate} is ours. */
    @Endpoint(path = "/v1/embeddings", summary = "Embeds texts or tokens, as OpenAI's API does", idempotent = true)
    public OpenAiEmbeddings embeddings(OpenAiRequest request) throws InterruptedException {
        int most = model().encoder().dimensions();
        int dimensions = request.dimensions().orElse(most);
        if (dimensions > most) {
            throw new RefusalException("dimensions must be 1 to %d, got %d".formatted(most, dimensions));
        }
        TextVectors answer =
                model().vectors(request.input().parts(), request.truncate().orElse(false));
        boolean scaled = model().encoder().normalises() || request.dimensions().isPresent();
        List<float[]> vectors = answer.vectors().stream()
                .map(vector -> scaled ? Vectors.scaled(vector, dimensions) : vector)
                .toList();
        return OpenAiEmbeddings.of(
                vectors,
                request.isBase64(),
                request.model().orElse(name),
                Usage.of(answer.tokens().orElseThrow()));
    }

    /** Tells which model is served. */
    @Endpoint(path = "/v1/models", method = HttpMethod.GET, summary = "Tells the model, as OpenAI's API does")
    public OpenAiModels models() {
        return OpenAiModels.of(
                OpenAiModels.Model.of(name, loaded, model().encoder().maxTokens()));
    }

    @Override
    protected TextVectors vectors(List<String> texts) throws InterruptedException {
        return model().vectors(
                        texts.stream()
                                .<Input.InputPart>map(Input.InputText::new)
                                .toList(),
                        false);
    }

    private EmbeddingModel model() {
        if (model == null) {
            throw new IllegalStateException("the model is loaded when the chute starts");
        }
        return model;
    }
}
