package bad;

import io.chutes.annotation.Allowed;
import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Engine;
import io.chutes.annotation.EngineCommand;
import io.chutes.annotation.Gpu;
import io.chutes.annotation.Image;
import io.chutes.annotation.Passthrough;
import io.chutes.annotation.Template;
import io.chutes.annotation.TemplateOptions;
import io.chutes.annotation.Weights;
import java.nio.file.Path;

@TemplateOptions(Large.class)
@interface LargeOptions {
    @Allowed(min = 1, max = 4096)
    int tokens() default 0;

    @Allowed(min = 0.1)
    double share() default 0;

    @Allowed(max = 100)
    long most() default 0;

    @Allowed(pattern = "[a-z]+")
    String format() default "";
}

@Template(minGpus = 1, maxGpus = 2, weights = true, imageHolds = "vLLM")
abstract class Large {
    @Endpoint
    String ask(String question) {
        return question;
    }
}

@LargeOptions(tokens = 1, share = 0.01)
abstract class Firm extends Large {}

@Chute(name = "bare")
class Bare extends Large {} // error: Large runs on GPUs: say by @Gpu which an instance needs, and how many // error: Large needs vLLM in the image, which the runtime that a build makes has not: name one that has both by @Image(base = "…@sha256:…") // error: Large needs a model whose revision is pinned: add a field @Weights(repo = "hf://…", revision = "…") Path model

@Chute(name = "values")
@Gpu(count = 4) // error: count must be 1 to 2, which is what Large makes use of; got 4
@Image(user = "1000") // error: Large needs vLLM in the image
@LargeOptions(
        tokens = 5000, // error: tokens must be 1 to 4096, got 5000
        share = 0.05, // error: share must be at least 0.1, got 0.05
        most = 101, // error: most must be at most 100, got 101
        format = "A b") // error: format must match [a-z]+, got "A b"
class Values extends Large {
    @Weights(repo = "hf://a/b", revision = "0123456789abcdef0123456789abcdef01234567")
    Path model;
}

@Chute(name = "twice")
@Gpu
@Image(base = "registry.test/engine@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")
@LargeOptions(tokens = 2) // error: @LargeOptions stands on Firm too, and what it says there would be lost: keep one of them
class Twice extends Firm { // error: Firm: share must be at least 0.1, got 0.01
    @Weights(repo = "hf://a/b", revision = "0123456789abcdef0123456789abcdef01234567")
    Path model;
}

@Chute(name = "other")
@LargeOptions(tokens = 2) // error: @LargeOptions has no effect on a class that does not extend Large: extend it, or remove this
class Other {
    @Engine(port = 9001, internal = true) // error: An endpoint has @Passthrough(port = 9001), so this engine is not internal: remove one of them
    EngineCommand serve() {
        return EngineCommand.of("serve");
    }

    @Endpoint
    @Passthrough(port = 9001)
    void ask() {}
}

@Template(startup = "", firstByte = "31m")
abstract class Slow {}

@Chute(name = "snail")
class Snail extends Slow { // error: The firstByte of a template must be 100ms to 30m, got '31m'
    @Endpoint
    void creep() {}
}

@Template // error: @Template is for a class that chutes extend: make Concrete abstract, or remove it
class Concrete {}
