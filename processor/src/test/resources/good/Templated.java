package good;

import io.chutes.annotation.Allowed;
import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Engine;
import io.chutes.annotation.EngineCommand;
import io.chutes.annotation.Gpu;
import io.chutes.annotation.Image;
import io.chutes.annotation.Scaling;
import io.chutes.annotation.Template;
import io.chutes.annotation.TemplateOptions;
import io.chutes.annotation.Timeouts;
import io.chutes.annotation.Weights;
import java.nio.file.Path;

@TemplateOptions(Llm.class)
@interface LlmOptions {
    @Allowed(min = 1, max = 4096)
    int tokens() default 0;

    @Allowed(min = 0.1, max = 1)
    double share() default 0;

    @Allowed(pattern = "[a-z]+")
    String format() default "";

    boolean eager() default false;
}

@Template(minGpus = 1, maxGpus = 2, concurrency = 8, startup = "30m", firstByte = "5m", weights = true, imageHolds = "an engine")
abstract class Llm {
    @Engine(port = 9001, internal = true)
    EngineCommand serve() {
        return EngineCommand.of("serve");
    }

    @Endpoint
    String ask(String question) {
        return question;
    }
}

@LlmOptions(tokens = 4096, share = 0.1, format = "", eager = true)
abstract class Ours extends Llm {}

@Chute(name = "templated")
@Gpu(count = 2)
@Scaling(maxInstances = 3)
@Image(base = "registry.test/engine@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")
@Timeouts(total = "45s")
class Templated extends Ours {
    @Weights(repo = "hf://a/b", revision = "0123456789abcdef0123456789abcdef01234567")
    Path model;
}
