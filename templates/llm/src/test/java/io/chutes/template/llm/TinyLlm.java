package io.chutes.template.llm;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Scaling;
import io.chutes.annotation.Weights;
import io.chutes.template.llm.model.DecoderOptions;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A model of random weights. */
@Chute(name = "tiny-llm")
@Scaling(concurrency = 16)
class TinyLlm extends LlmChute {
    private static volatile @Nullable TinyLlm made;

    @Weights(repo = "hf://example/tiny", revision = "0123456789abcdef0123456789abcdef01234567")
    Path weights;

    TinyLlm() {
        made = this;
    }

    /** The one that was made last. */
    static TinyLlm made() {
        return Objects.requireNonNull(made);
    }

    @Override
    protected Path weights() {
        return weights;
    }

    @Override
    protected DecoderOptions options() {
        return DecoderOptions.defaults().withMaxSequences(4).withKvBytes(64 << 20);
    }

    @Override
    protected int maxTokens() {
        return 40;
    }
}
