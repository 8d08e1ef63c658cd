package io.chutes.template.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.testing.RunningChute;
import io.chutes.testing.TestChute;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TeiChuteTest {
    @Test
    void startsTheEngineWithThatAndNothingElseAndServesIt(@TempDir Path folder) throws Exception {
        var notes = new StandInFolder(folder);
        try (RunningChute chute =
                TestChute.of(Minilm.class).weights("model", folder).start()) {
            assertThat(notes.arguments())
                    .containsExactly(
                            "--model-id",
                            folder.toString(),
                            "--served-model-name",
                            "minilm",
                            "--hostname",
                            "127.0.0.1",
                            "--port",
                            "PORT",
                            "--prometheus-port",
                            "PORT",
                            "--max-concurrent-requests",
                            "8192",
                            "--payload-limit",
                            "16777216",
                            "--max-client-batch-size",
                            "2048",
                            "--auto-truncate",
                            "false",
                            "--pooling",
                            "last-token",
                            "--default-prompt",
                            "query: ");
            assertThat(notes.environment().get("API_KEY")).matches("[0-9a-f]{48}");
            assertThat(notes.noted("read")).containsExactly("3072", "3072", "3072", "3072", "3072");
            assertThat(chute.client().get("/v1/models").read(JsonNode.class).toString())
                    .isEqualTo(
                            "{\"object\":\"list\",\"data\":[{\"id\":\"minilm\",\"object\":\"model\",\"created\":0,\"owned_by\":\"chutes\"}]}");
            JsonNode answer = chute.client().call("/v1/embeddings", Map.of("input", "a text"), JsonNode.class);
            assertThat(answer.path("data").path(0).path("embedding").path(1).asDouble())
                    .isEqualTo(0.8);
            assertThat(chute.client()
                            .call("/embed", Map.of("inputs", "a text"), JsonNode.class)
                            .path("path")
                            .asText())
                    .isEqualTo("/embed");
        }
    }
}
