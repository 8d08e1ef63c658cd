package io.chutes.template.engine;

import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Engine;
import io.chutes.annotation.EngineCommand;
import io.chutes.annotation.Media;
import io.chutes.annotation.ProblemException;
import io.chutes.annotation.StartupContext;
import io.chutes.annotation.Template;
import io.chutes.annotation.Warmup;
import java.io.IOException;
import java.util.Map;

/**
 * Paints images by {@code POST /generate} with a pipeline of diffusers (Stable Diffusion, SDXL, FLUX …), in a process of its own in
 * Python: annotate the subclass with {@code @Chute}, {@code @Gpu} and {@code @Image(base = …)}, a field of it with {@code @Weights}, and
 * set how the pipeline is loaded with {@link Diffusion}.
 */
@Template(
        minGpus = 1,
        maxGpus = 1,
        concurrency = 3,
        startup = "30m",
        firstByte = "5m",
        weights = true,
        imageHolds = "Python with torch, diffusers, transformers and accelerate")
public abstract class DiffusionChute extends EngineChute {
    private static final String JPEG = "image/jpeg";
    private static final String GENERATE = "/generate";
    private static final int UNPROCESSABLE = 422;
    private static final int WARM_UP_STEPS = 2;

    /** A chute, whose engine is started by the runtime. */
    protected DiffusionChute() {
        super(EngineFacts.of("diffusion"));
    }

    /** How the pipeline is served. */
    @Engine(port = PORT, internal = true)
    public final EngineCommand diffusion(StartupContext context) throws IOException {
        return command(context, Diffusion.class);
    }

    /** Paints an image, as a JPEG. A caller who leaves ends it at its next step. */
    @Endpoint(path = GENERATE, contentType = JPEG)
    public Media generate(ImageRequest request) throws IOException, InterruptedException {
        EngineAnswer answer = post(GENERATE, request.filled());
        if (answer.status() == EngineAnswer.BAD_REQUEST) {
            throw new ProblemException(
                    UNPROCESSABLE, answer.json().path("error").asText());
        }
        return new Media(JPEG, answer.required().body());
    }

    /** Has the engine paint as many images as it is ever asked for at once, of few steps. */
    @Warmup
    public void warmUpEngine(StartupContext context) throws Exception {
        Map<String, Object> image =
                ImageRequest.of("a beautiful mountain landscape", WARM_UP_STEPS).filled();
        WarmUp.atOnce(context.concurrency(), () -> post(GENERATE, image).required());
    }
}
