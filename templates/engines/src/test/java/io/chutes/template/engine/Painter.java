package io.chutes.template.engine;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Gpu;
import io.chutes.annotation.Image;
import io.chutes.annotation.Weights;
import java.nio.file.Path;
import java.util.List;

/** As a user writes it, but for where Python finds its libraries. */
@Chute(name = "painter")
@Gpu(minVramGb = 24)
@Image(base = "example/diffusers@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")
@Diffusion(dtype = Diffusion.Dtype.BFLOAT16, variant = "fp16", attentionSlicing = true)
class Painter extends DiffusionChute {
    @Weights(repo = "hf://example/sdxl", revision = "0123456789abcdef0123456789abcdef01234567")
    public Path model;

    @Override
    protected Path weights() {
        return model;
    }

    /** The stand-ins for torch and diffusers lie beside the model. */
    @Override
    protected List<String> program() {
        return List.of("env", "PYTHONPATH=" + model, "python3");
    }
}
