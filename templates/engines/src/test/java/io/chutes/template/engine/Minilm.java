package io.chutes.template.engine;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Cpu;
import io.chutes.annotation.Image;
import io.chutes.annotation.Scaling;
import io.chutes.annotation.Weights;
import java.nio.file.Path;
import java.util.List;

/** As a user writes it, but for the program. */
@Chute(name = "minilm")
@Cpu(cores = 2, memoryGb = 4)
@Scaling(concurrency = 4)
@Image(base = "example/tei@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")
@Tei(pooling = Tei.Pooling.LAST_TOKEN, defaultPrompt = "query: ")
class Minilm extends TeiChute {
    @Weights(repo = "hf://example/minilm", revision = "0123456789abcdef0123456789abcdef01234567")
    public Path model;

    @Override
    protected Path weights() {
        return model;
    }

    @Override
    protected List<String> program() {
        return new StandInFolder(model).program("tei");
    }
}
