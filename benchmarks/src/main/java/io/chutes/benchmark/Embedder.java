package io.chutes.benchmark;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Timeouts;
import io.chutes.annotation.Weights;
import io.chutes.template.embedding.EncoderChute;
import io.chutes.template.embedding.RandomEncoder;
import java.nio.file.Path;

/** A chute that embeds, with an encoder of MiniLM's shape whose weights are random. */
@Chute(name = "embedder")
@Timeouts(firstByte = "10m", total = "20m")
class Embedder extends EncoderChute {
    static final RandomEncoder MODEL =
            new RandomEncoder("bert", "mean_tokens", "gelu", 30_522, 384, 6, 12, 1536, 512, 1);

    @Weights(repo = "hf://example/random", revision = "0123456789abcdef0123456789abcdef01234567")
    Path weights;

    @Override
    protected Path weights() {
        return weights;
    }
}
