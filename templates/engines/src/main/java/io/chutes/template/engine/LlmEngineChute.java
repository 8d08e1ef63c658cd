package io.chutes.template.engine;

import io.chutes.annotation.Endpoint;
import io.chutes.annotation.HttpMethod;
import io.chutes.annotation.Passthrough;
import io.chutes.annotation.StartupContext;
import io.chutes.annotation.Warmup;

/** A chute around an engine that serves a language model by OpenAI's API, streams and all, as bytes. */
public abstract class LlmEngineChute extends EngineChute {
    LlmEngineChute(EngineFacts facts) {
        super(facts);
    }

    /** Chats, whole or as a stream, as the call asks. */
    @Endpoint(path = "/v1/chat/completions")
    @Passthrough(port = PORT)
    public void chat() {}

    /** Completes a prompt, whole or as a stream, as the call asks. */
    @Endpoint(path = "/v1/completions")
    @Passthrough(port = PORT)
    public void complete() {}

    /** The model and how long a text it takes. */
    @Endpoint(path = "/v1/models", method = HttpMethod.GET)
    @Passthrough(port = PORT)
    public void models() {}

    /** Has the engine write as much at once as it ever will, and read as long a text; overridden around a model of another kind. */
    @Warmup
    public void warmUpEngine(StartupContext context) throws Exception {
        TextWarmUp.run(engine(), context);
    }
}
