package io.chutes.template.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.testing.RunningChute;
import io.chutes.testing.TestChute;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TeiChuteTest {
    /** It wants its key for its health too. */
    @Test
    void startsTheEngineWithThatAndNothingElseAndServesIt(@TempDir Path folder) throws Exception {
        var notes = new StandInFolder(folder);
        try (RunningChute chute =
                TestChute.of(Minilm.class).weights("model", folder).start()) {
            assertThat(notes.noted("arguments"))
                    .containsExactly(
                            "--model-id",
                            folder.toString(),
                            "--served-model-name",
                            "minilm",
                            "--hostname",
                            "127.0.0.1",
                            "--port",
                            "10101",
                            "--prometheus-port",
                            "10102",
                            "--max-concurrent-requests",
                            "4",
                            "--pooling",
                            "last-token",
                            "--auto-truncate",
                            "--default-prompt",
                            "query: ");
            assertThat(notes.environment().get("API_KEY")).matches("[0-9a-f]{48}");
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
