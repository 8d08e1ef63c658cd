package io.chutes.template.engine;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Gpu;
import io.chutes.annotation.Image;
import io.chutes.annotation.Scaling;
import io.chutes.annotation.Weights;
import java.nio.file.Path;
import java.util.List;

/** As a user writes it, but for the program. */
@Chute(name = "qwen")
@Gpu(minVramGb = 24)
@Scaling(concurrency = 3)
@Image(base = "example/sglang@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")
@Sglang(radixCache = false, reasoningParser = Sglang.ReasoningParser.QWEN3_THINKING)
class Qwen extends SglangChute {
    @Weights(repo = "hf://example/qwen", revision = "0123456789abcdef0123456789abcdef01234567")
    public Path model;

    @Override
    protected Path weights() {
        return model;
    }

    @Override
    protected List<String> program() {
        return new StandInFolder(model).program("sglang");
    }
}
