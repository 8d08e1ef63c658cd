package io.chutes.template.engine;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Gpu;
import io.chutes.annotation.Image;
import io.chutes.annotation.Weights;
import java.nio.file.Path;
import java.util.List;

/** One whose program is told what the platform owns. */
@Chute(name = "told")
@Gpu
@Image(base = "example/vllm@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")
class Told extends VllmChute {
    @Weights(repo = "hf://example/llama", revision = "0123456789abcdef0123456789abcdef01234567")
    public Path model;

    @Override
    protected Path weights() {
        return model;
    }

    @Override
    protected List<String> program() {
        return List.of("vllm", "serve", "--port", "1");
    }
}
