package io.chutes.template.engine;

import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Engine;
import io.chutes.annotation.EngineCommand;
import io.chutes.annotation.HttpMethod;
import io.chutes.annotation.Passthrough;
import io.chutes.annotation.StartupContext;
import io.chutes.annotation.Template;
import io.chutes.annotation.Warmup;
import io.chutes.template.engine.EngineClient.Answer;
import java.io.IOException;
import java.util.Map;

/**
 * Serves an embedding model with text-embeddings-inference, on one GPU or none: annotate the subclass with {@code @Chute} and
 * {@code @Image(base = …)}, a field of it with {@code @Weights}, and set what is to differ from the engine's own choice with {@link Tei}.
 */
@Template(maxGpus = 1, concurrency = 32, imageHolds = "text-embeddings-inference")
public abstract class TeiChute extends EngineChute {
    private static final String EMBEDDINGS = "/v1/embeddings";

    /** A chute, whose engine is started by the runtime. */
    protected TeiChute() {
        super(EngineFacts.of("tei"));
    }

    /** How text-embeddings-inference is started. */
    @Engine(port = PORT)
    public final EngineCommand tei(StartupContext context) throws IOException {
        return command(context, Tei.class);
    }

    /** Embeds texts, as OpenAI's API does. */
    @Endpoint(path = EMBEDDINGS, idempotent = true)
    @Passthrough(port = PORT)
    public void embeddings() {}

    /** Embeds texts as the engine's own API does: vectors and nothing else. */
    @Endpoint(path = "/embed", idempotent = true)
    @Passthrough(port = PORT)
    public void embed() {}

    /** The tokens of texts. */
    @Endpoint(path = "/tokenize", idempotent = true)
    @Passthrough(port = PORT)
    public void tokenize() {}

    /** The model and what the engine takes. */
    @Endpoint(path = "/info", method = HttpMethod.GET)
    @Passthrough(port = PORT)
    public void info() {}

    /** Makes sure of the engine's key, then has it embed as many texts at once as it ever will; overridden around a model of another kind. */
    @Warmup
    public void warmUpEngine(StartupContext context) throws Exception {
        engine().requireKey("/info", context.deadline());
        WarmUp.atOnce(context.concurrency(), () -> {
            Answer answer =
                    engine().post(EMBEDDINGS, Map.of("model", context.chute(), "input", "a text"), context.deadline());
            answer.require("POST " + EMBEDDINGS);
            if (answer.json().path("data").path(0).path("embedding").isEmpty()) {
                throw new IllegalStateException("the engine answers POST " + EMBEDDINGS + " without a vector");
            }
            return answer;
        });
    }
}
