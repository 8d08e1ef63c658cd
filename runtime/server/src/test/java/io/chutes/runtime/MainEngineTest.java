package io.chutes.runtime;

import static io.chutes.runtime.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Lifecycle;
import io.chutes.runtime.spi.Routes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an engine whose chute is a process of its own. */
class MainEngineTest {
    @TempDir
    Path folder;

    private PythonProgram program;
    private @Nullable Process chute;

    @BeforeEach
    void findsPython() throws IOException {
        program = PythonProgram.in(folder);
    }

    @AfterEach
    void endsAll() {
        if (chute != null) {
            chute.destroyForcibly();
        }
        program.running()
                .forEach(pid -> ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly));
    }

    @Test
    void handsTheEngineNoSecretAndLogsWhatItSays() throws Exception {
        int port = MainProcess.freePort();
        Process serving = start(port, "");
        try (var log = serving.inputReader()) {
            JsonNode line = Served.json(log.lines()
                    .filter(text -> text.contains("loading"))
                    .findFirst()
                    .orElseThrow());
            assertThat(line.path("engine").textValue()).isEqualTo("python");
            assertThat(line.path("message").textValue()).isEqualTo("loading 1 of 2");
            assertThat(log.lines().anyMatch(text -> text.contains("Serving"))).isTrue();

            JsonNode environment = Served.json(HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/environment"))
                                    .header("X-Chutes-Instance-Token", "t0ken")
                                    .build(),
                            HttpResponse.BodyHandlers.ofString()));
            assertThat(environment.path("GIVEN").textValue()).isEqualTo("yes");
            assertThat(environment.path("CHUTES_INSTANCE_ID").textValue()).isEqualTo("i-1");
            assertThat(environment.has("PATH")).isTrue();
            assertThat(environment.toString()).doesNotContain("t0ken", "s3cret", "CHUTES_PORT");

            serving.destroy();
        }
        assertEnds(serving, 0);
    }

    @Test
    void endsTheEngineWhereItIsToldToEndInTheMiddleOfTheStart() throws Exception {
        Process starting = start(MainProcess.freePort(), "slow");
        await().until(() -> program.running().size() == 1);

        starting.destroy();

        assertEnds(starting, 0);
    }

    @Test
    void saysWhyAnEngineThatDoesNotStartEndsIt() throws Exception {
        Process failing = start(MainProcess.freePort(), "exits");

        assertThat(new String(failing.getErrorStream().readAllBytes(), UTF_8))
                .isEqualTo(
                        "chutes: the engine python exited with status 3 before it was healthy; its last lines: loading 1 of 2 | no kernel image is available\n");
        assertEnds(failing, 1);
    }

    @Test
    void endsWithAnEngineThatIsLost() throws Exception {
        Process losing = start(MainProcess.freePort(), "");
        try (var log = losing.inputReader()) {
            assertThat(log.lines().anyMatch(text -> text.contains("Serving"))).isTrue();
            program.kill();

            assertThat(new String(losing.getErrorStream().readAllBytes(), UTF_8))
                    .isEqualTo(
                            "chutes: the engine python was killed by signal 9, as where memory runs out; it was started again 0 times, the most that @Engine allows in a row or within 60 s\n");
        }
        assertEnds(losing, 1);
    }

    /** What Linux's sessions and a shell make possible. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void leavesNoEngineBehindWhereItIsKilled() throws Exception {
        Process serving = start(MainProcess.freePort(), "family");
        try (var log = serving.inputReader()) {
            assertThat(log.lines().anyMatch(text -> text.contains("Serving"))).isTrue();
            assertThat(program.running()).hasSize(3);

            serving.destroyForcibly().waitFor();
        }
        program.awaitGone(3);
    }

    private Process start(int port, String odd) throws IOException {
        chute = MainProcess.serving(
                EngineRoutes.class,
                folder,
                port,
                Map.of(
                        "TEST_FOLDER",
                        folder.toString(),
                        "TEST_PORT",
                        Integer.toString(program.port()),
                        "TEST_ODD",
                        odd,
                        "TEST_KEY",
                        "s3cret",
                        "CHUTES_INSTANCE_ID",
                        "i-1",
                        "CHUTES_INSTANCE_TOKEN",
                        "t0ken"));
        return chute;
    }

    private void assertEnds(Process process, int status) throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(status);
        program.awaitGone(1);
    }

    /** As the processor writes them. */
    static final class EngineRoutes implements ChuteRoutes {
        private final PythonProgram program =
                new PythonProgram(Path.of(System.getenv("TEST_FOLDER")), Integer.parseInt(System.getenv("TEST_PORT")));

        @Override
        public String name() {
            return "workshop";
        }

        @Override
        public void prepare(Lifecycle lifecycle) {
            lifecycle.secret("TEST_KEY", _ -> {});
            lifecycle.engine(
                    "python",
                    program.port(),
                    "/health",
                    Duration.ofSeconds(30),
                    0,
                    Duration.ofMinutes(1),
                    _ -> program.command(System.getenv("TEST_ODD")).env("GIVEN", "yes"));
        }

        @Override
        public void register(Routes routes) {
            routes.passthrough("GET", "/environment", program.port(), "/environment");
        }
    }
}
