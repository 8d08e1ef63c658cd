package io.chutes.template.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.testing.RunningChute;
import io.chutes.testing.TestChute;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SglangChuteTest {
    @Test
    void startsTheEngineWithThatAndNothingElseAndServesIt(@TempDir Path folder) throws Exception {
        var notes = new StandInFolder(folder);
        try (RunningChute chute =
                TestChute.of(Qwen.class).weights("model", folder).start()) {
            List<String> arguments = notes.arguments();
            assertThat(arguments.remove(arguments.indexOf("--api-key") + 1)).matches("[0-9a-f]{48}");
            assertThat(arguments)
                    .containsExactly(
                            "--model-path",
                            folder.toString(),
                            "--served-model-name",
                            "qwen",
                            "--host",
                            "127.0.0.1",
                            "--port",
                            "PORT",
                            "--api-key",
                            "--tp-size",
                            "1",
                            "--max-running-requests",
                            "3",
                            "--stream-response-default-include-usage",
                            "--enable-cache-report",
                            "--disable-custom-all-reduce",
                            "--gc-threshold",
                            "50000",
                            "100",
                            "100",
                            "--log-requests-level",
                            "0",
                            "--disable-radix-cache",
                            "--reasoning-parser",
                            "qwen3-thinking");
            assertThat(notes.environment()).containsEntry("HF_HUB_OFFLINE", "1");
            assertThat(notes.noted("called")).containsExactly("/freeze_gc");
            assertThat(HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(chute.address().resolve("/v1/chat/completions"))
                                            .POST(BodyPublishers.ofString("{\"stream\": true}"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .body())
                    .isEqualTo(StandIn.STREAM);
        }
    }
}
