package io.chutes.template.embedding;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Weights;
import java.nio.file.Path;

/** A model of random weights, some of whose texts have more tokens than are run at once. */
@Chute(name = "tiny-encoder")
class TinyEncoder extends EncoderChute {
    @Weights(repo = "hf://example/tiny", revision = "0123456789abcdef0123456789abcdef01234567")
    Path weights;

    @Override
    protected Path weights() {
        return weights;
    }

    @Override
    protected int batchTokens() {
        return 32;
    }
}
