package com.example.llm;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Cpu;
import io.chutes.annotation.Scaling;
import io.chutes.annotation.Weights;
import io.chutes.template.llm.LlmChute;
import java.nio.file.Path;

/** Chats by Qwen3-0.6B. */
@Chute(name = "llm", tagline = "Chats by Qwen3-0.6B")
@Cpu(cores = 2, memoryGb = 8)
@Scaling(concurrency = 16)
class Qwen extends LlmChute {
    @Weights(
            repo = "hf://Qwen/Qwen3-0.6B",
            revision = "c1899de289a04d12100db370d81485cdf75e47ca",
            include = {"*.json", "*.safetensors"})
    Path weights;

    @Override
    protected Path weights() {
        return weights;
    }
}
