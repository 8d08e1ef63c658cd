package com.example.embeddings;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Cpu;
import io.chutes.annotation.Weights;
import io.chutes.template.embedding.EncoderChute;
import java.nio.file.Path;

/** Sentence embeddings by all-MiniLM-L6-v2. */
@Chute(name = "embeddings", tagline = "Sentence embeddings")
@Cpu(cores = 2, memoryGb = 4)
class MiniLm extends EncoderChute {
    @Weights(
            repo = "hf://sentence-transformers/all-MiniLM-L6-v2",
            revision = "c9745ed1d9f207416be6d2e6f8de32d1f16199bf",
            include = {"*.json", "1_Pooling/config.json", "model.safetensors"})
    Path weights;

    @Override
    protected Path weights() {
        return weights;
    }
}
