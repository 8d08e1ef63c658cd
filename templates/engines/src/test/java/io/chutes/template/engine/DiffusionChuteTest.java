package io.chutes.template.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chutes.testing.RunningChute;
import io.chutes.testing.SlowCaller;
import io.chutes.testing.TestChute;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server of a pipeline, with libraries of the test's own in the place of torch and diffusers. */
class DiffusionChuteTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private static RunningChute chute;

    @BeforeAll
    static void start() throws IOException {
        boolean isThere = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "python3")));
        if (!isThere) {
            System.err.println("DiffusionChuteTest is skipped: there is no python3");
        }
        assumeTrue(isThere, "there is no python3 here");
        for (String library : new String[] {"torch.py", "diffusers.py"}) {
            try (InputStream in = DiffusionChuteTest.class.getResourceAsStream("python/" + library)) {
                Files.copy(
                        Objects.requireNonNull(in),
                        new StandInFolder(folder).path().resolve(library));
            }
        }
        chute = TestChute.of(Painter.class).weights("model", folder).start();
    }

    @AfterAll
    static void end() {
        if (chute != null) {
            chute.close();
        }
    }

    @Test
    void paintsWithDefaultsAndWithWhatIsAskedFor() throws Exception {
        HttpResponse<String> plain = generate("{\"prompt\": \"a lake\"}");

        assertThat(plain.headers().firstValue("Content-Type")).hasValue("image/jpeg");
        assertThat(plain.body())
                .isEqualTo("{\"prompt\": \"a lake\", \"height\": 1024, \"width\": 1024, "
                        + "\"steps\": 25, \"guidance\": 7.5, \"seed\": null, \"torch_dtype\": \"torch.bfloat16\", "
                        + "\"local_files_only\": true, \"variant\": \"fp16\", \"quiet\": true, \"device\": \"cuda\", \"slicing\": true, "
                        + "\"form\": \"JPEG\", \"quality\": 85}");
        JsonNode asked = new JsonMapper()
                .readTree(generate(
                                "{\"prompt\": \"a lake\", \"height\": 512, \"width\": 2048, \"num_inference_steps\": 1, \"guidance_scale\": 1, \"seed\": 4294967295}")
                        .body());
        assertThat(asked.path("width").asInt()).isEqualTo(2048);
        assertThat(asked.path("seed").asLong()).isEqualTo(4_294_967_295L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"prompt\": \" \"} | 422 | prompt",
                "{\"prompt\": \"a\", \"height\": 120} | 422 | /height",
                "{\"prompt\": \"a\", \"width\": 2056} | 422 | /width",
                "{\"prompt\": \"a\", \"width\": 1001} | 422 | width must be a multiple of 8, got 1001; 1000 is one",
                "{\"prompt\": \"a\", \"num_inference_steps\": 51} | 422 | /num_inference_steps",
                "{\"prompt\": \"a\", \"guidance_scale\": 0.5} | 422 | /guidance_scale",
                "{\"prompt\": \"a\", \"seed\": 4294967296} | 422 | /seed",
                "{\"prompt\": \"a\", \"steps\": 5} | 422 | steps",
                "{\"prompt\": \"a\", \"negative_prompt\": \"boats\"} | 422 | this model has no negative_prompt",
                "{\"prompt\": \"refused\"} | 500 | \"status\":500",
                "{\"prompt\": \"broken\"} | 500 | \"status\":500",
            })
    void refusesWhatItCannotPaint(String body, int status, String why) throws Exception {
        HttpResponse<String> answer = generate(body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(why);
    }

    /** Its pipeline paints one image at a time: the next caller would wait for ever. */
    @Test
    void paintsNoMoreForACallerWhoLeft() throws Exception {
        String body = "{\"prompt\": \"endless\"}";
        try (SlowCaller caller = chute.slowCaller()) {
            caller.begin("POST", "/generate", body.length()).send(body);
            await().atMost(Duration.ofSeconds(60)).until(() -> HTTP.send(
                            HttpRequest.newBuilder(chute.address().resolve("/_chute/load"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body()
                    .contains("\"inFlight\":1"));
        }

        assertThat(generate("{\"prompt\": \"a lake\"}").statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> generate(String body) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(chute.address().resolve("/generate"))
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(50))
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
