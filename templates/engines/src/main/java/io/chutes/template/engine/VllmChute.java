package io.chutes.template.engine;

import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Engine;
import io.chutes.annotation.EngineCommand;
import io.chutes.annotation.Passthrough;
import io.chutes.annotation.StartupContext;
import io.chutes.annotation.Template;
import java.io.IOException;

/**
 * Serves a language model with vLLM: annotate the subclass with {@code @Chute}, {@code @Gpu} and {@code @Image(base = …)}, a field of it
 * with {@code @Weights}, and set what is to differ from vLLM's own choice with {@link Vllm}.
 */
@Template(minGpus = 1, concurrency = 32, startup = "30m", firstByte = "5m", weights = true, imageHolds = "vLLM")
public abstract class VllmChute extends LlmEngineChute {
    /** A chute, whose engine is started by the runtime. */
    protected VllmChute() {
        super(EngineFacts.of("vllm"));
    }

    /** How vLLM is started. */
    @Engine(port = PORT)
    public final EngineCommand vllm(StartupContext context) throws IOException {
        return command(context, Vllm.class);
    }

    /** The tokens of a text or of messages. */
    @Endpoint(path = "/tokenize")
    @Passthrough(port = PORT)
    public void tokenize() {}

    /** The text of tokens. */
    @Endpoint(path = "/detokenize")
    @Passthrough(port = PORT)
    public void detokenize() {}
}
