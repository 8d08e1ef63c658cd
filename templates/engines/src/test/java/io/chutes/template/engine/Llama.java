package io.chutes.template.engine;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Gpu;
import io.chutes.annotation.Image;
import io.chutes.annotation.OnStartup;
import io.chutes.annotation.Passthrough;
import io.chutes.annotation.Scaling;
import io.chutes.annotation.Secret;
import io.chutes.annotation.Timeouts;
import io.chutes.annotation.Weights;
import io.chutes.template.engine.Vllm.ToolCallParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** As a user writes it, but for the program, and with an endpoint and a hook of its own. */
@Chute(name = "llama")
@Gpu(count = 2, minVramGb = 40)
@Scaling(concurrency = 6)
@Timeouts(startup = "40s")
@Image(base = "example/vllm@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")
@Vllm(
        maxModelLength = 4096,
        gpuMemoryUtilization = 0.85,
        prefixCaching = false,
        quantization = Vllm.Quantization.COMPRESSED_TENSORS,
        toolCallParser = ToolCallParser.LLAMA3_JSON)
class Llama extends VllmChute {
    /** Where the stand-in is told how to behave: in the folder of the weights, which this test has for itself. */
    @Weights(repo = "hf://example/llama", revision = "0123456789abcdef0123456789abcdef01234567")
    public Path model;

    @Secret("TOKEN")
    public String token;

    private int spelled;

    @Override
    protected Path weights() {
        return model;
    }

    @Override
    protected List<String> program() {
        return new StandInFolder(model).program("vllm");
    }

    @OnStartup
    public void spell() {
        spelled = token.length();
    }

    @Endpoint
    public String spelled() {
        return Integer.toString(spelled);
    }

    @Endpoint
    public String written(String prompt) throws IOException, InterruptedException {
        return post("/v1/completions", Map.of("prompt", prompt, "max_tokens", 2))
                .required()
                .json()
                .path("usage")
                .path("completion_tokens")
                .asText();
    }

    @Endpoint(path = "/v1/score")
    @Passthrough(port = PORT)
    public void score() {}
}
