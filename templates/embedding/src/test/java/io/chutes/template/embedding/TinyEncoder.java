package io.chutes.template.embedding;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Scaling;
import io.chutes.annotation.Weights;
import java.nio.file.Path;

/** A model of random weights. */
@Chute(name = "tiny-encoder")
@Scaling(concurrency = 16)
class TinyEncoder extends EncoderChute {
    @Weights(repo = "hf://example/tiny", revision = "0123456789abcdef0123456789abcdef01234567")
    Path weights;

    @Override
    protected Path weights() {
        return weights;
    }
}
