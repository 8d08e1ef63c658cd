package io.chutes.template.engine;

import io.chutes.annotation.Engine;
import io.chutes.annotation.EngineCommand;
import io.chutes.annotation.StartupContext;
import io.chutes.annotation.Template;
import java.io.IOException;
import java.util.Map;

/**
 * Serves a language model with SGLang: annotate the subclass with {@code @Chute}, {@code @Gpu} and {@code @Image(base = …)}, a field of
 * it with {@code @Weights}, and set what is to differ from SGLang's own choice with {@link Sglang}.
 */
@Template(minGpus = 1, concurrency = 32, startup = "30m", firstByte = "5m", weights = true, imageHolds = "SGLang")
public abstract class SglangChute extends LlmEngineChute {
    /** A chute, whose engine is started by the runtime. */
    protected SglangChute() {
        super(EngineFacts.of("sglang"));
    }

    /** How SGLang is started. */
    @Engine(port = PORT)
    public final EngineCommand sglang(StartupContext context) throws IOException {
        return command(context, Sglang.class);
    }

    /** As any language model, and then takes what is in memory now out of the garbage collector's way. */
    @Override
    public void warmUpEngine(StartupContext context) throws Exception {
        super.warmUpEngine(context);
        post("/freeze_gc", Map.of()).required();
    }
}
