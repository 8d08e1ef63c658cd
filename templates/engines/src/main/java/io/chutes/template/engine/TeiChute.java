package io.chutes.template.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Engine;
import io.chutes.annotation.EngineCommand;
import io.chutes.annotation.HttpMethod;
import io.chutes.annotation.OnStartup;
import io.chutes.annotation.Passthrough;
import io.chutes.annotation.StartupContext;
import io.chutes.annotation.Template;
import io.chutes.annotation.Visibility;
import io.chutes.annotation.Warmup;
import java.io.IOException;
import java.util.Map;

/**
 * Serves an embedding model with text-embeddings-inference, on one GPU or none: annotate the subclass with {@code @Chute} and
 * {@code @Image(base = …)}, a field of it with {@code @Weights}, and set what is to differ from the engine's own choice with {@link Tei}.
 */
@Template(maxGpus = 1, concurrency = 32, weights = true, imageHolds = "text-embeddings-inference")
public abstract class TeiChute extends EngineChute {
    private static final String EMBEDDINGS = "/v1/embeddings";

    /** Where the engine does not say how many tokens a text and a batch may have. */
    private static final int USUAL_LENGTH = 512;

    private static final int USUAL_BATCH = 16_384;
    /** Three quarters of the longest text are words; tokens of the model's own and a default prompt stand beside them. */
    private static final int PART = 3;

    private static final int WHOLE = 4;

    private volatile String name = "";

    /** A chute, whose engine is started by the runtime. */
    protected TeiChute() {
        super(EngineFacts.of("tei"));
    }

    /** How text-embeddings-inference is started. */
    @Engine(port = PORT)
    public final EngineCommand tei(StartupContext context) throws IOException {
        long texts = (int) OptionArguments.value(getClass(), Tei.class, "maxClientBatchSize");
        return command(
                context,
                Tei.class,
                Map.of(
                        "texts",
                        Long.toString(context.concurrency() * texts),
                        "metricsPort",
                        Integer.toString(FreePort.find())));
    }

    /** Embeds texts, as OpenAI's API does. */
    @Endpoint(path = EMBEDDINGS, idempotent = true)
    @Passthrough(port = PORT)
    public void embeddings() {}

    /** Embeds texts as the engine's own API does: vectors and nothing else, no usage to pay for either, so it is the owner's alone. */
    @Endpoint(path = "/embed", idempotent = true, visibility = Visibility.OWNER)
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

    /** The model, as OpenAI's API does. */
    @Endpoint(path = "/v1/models", method = HttpMethod.GET)
    public ModelList models() {
        return ModelList.of(name);
    }

    /** Notes what calls name the model by. */
    @OnStartup
    public final void nameModel(StartupContext context) {
        name = context.chute();
    }

    /**
     * Has the engine embed a text about as long as the model takes, then a batch as large as it makes, of texts of as many calls at once as
     * it ever gets; overridden around a model of another kind.
     */
    @Warmup
    public void warmUpEngine(StartupContext context) throws Exception {
        JsonNode info = get("/info").required().json();
        int longest = info.path("max_input_length").asInt(USUAL_LENGTH) * PART / WHOLE;
        int batch = info.path("max_batch_tokens").asInt(USUAL_BATCH);
        embed(longest);
        WarmUp.atOnce(context.concurrency(), () -> embed(Math.clamp(batch / context.concurrency(), 1, longest)));
    }

    private EngineAnswer embed(int words) throws IOException, InterruptedException {
        EngineAnswer answer = post(EMBEDDINGS, Map.of("model", name, "input", "a ".repeat(words)))
                .required();
        if (answer.json().path("data").path(0).path("embedding").isEmpty()) {
            throw new IllegalStateException("the engine answers POST " + EMBEDDINGS + " without a vector");
        }
        return answer;
    }
}
