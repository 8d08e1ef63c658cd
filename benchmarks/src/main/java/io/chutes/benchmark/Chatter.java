package io.chutes.benchmark;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.HttpMethod;
import io.chutes.annotation.Scaling;
import io.chutes.annotation.Timeouts;
import io.chutes.annotation.Weights;
import io.chutes.template.llm.LlmChute;
import io.chutes.template.llm.batch.BatchLoad;
import io.chutes.template.llm.model.DecoderOptions;
import io.chutes.template.llm.model.Family;
import io.chutes.template.llm.model.Precision;
import io.chutes.template.llm.model.RandomDecoder;
import java.nio.file.Path;

/** A chute that chats, with a model of 512 hidden, 8 layers and 32,000 words whose weights are random. */
@Chute(name = "chatter")
@Scaling(concurrency = 16)
@Timeouts(firstByte = "10m", total = "20m")
class Chatter extends LlmChute {
    /** The property that says how much memory its keys and values have. */
    static final String KV_BYTES = "chatter.kvBytes";

    static final RandomDecoder MODEL = new RandomDecoder(Family.LLAMA, 32_000, 512, 8, 8, 8, 64, 1408, false, 2048, 1);

    @Weights(repo = "hf://example/random", revision = "0123456789abcdef0123456789abcdef01234567")
    Path weights;

    @Override
    protected Path weights() {
        return weights;
    }

    @Override
    protected DecoderOptions options() {
        DecoderOptions options = DecoderOptions.defaults().withPrecision(Precision.FP32);
        return options.withKvBytes(Long.getLong(KV_BYTES, options.kvBytes()));
    }

    /** What its model is busy with. */
    @Endpoint(method = HttpMethod.GET)
    BatchLoad busy() {
        return load();
    }
}
