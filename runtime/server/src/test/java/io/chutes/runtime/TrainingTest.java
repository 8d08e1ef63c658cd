package io.chutes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Lifecycle;
import io.chutes.runtime.spi.Routes;
import io.chutes.runtime.training.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
    private static final List<String> DONE = new CopyOnWriteArrayList<>();

    private static final String ENDPOINTS = """
            "endpoints": [
              {"method": "POST", "path": "/say", "inputType": "application/json", "input": {"type": "string", "minLength": 2},
               "parameters": []},
              {"method": "GET", "path": "/page/{number}", "inputType": null, "input": null, "parameters": [
                {"in": "PATH", "name": "number", "required": true, "schema": {"type": "integer", "minimum": 3}},
                {"in": "QUERY", "name": "word", "required": true, "schema": {"type": "string"}}]},
              {"method": "POST", "path": "/fail", "inputType": null, "input": null, "parameters": []}]
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void begins() {
        DONE.clear();
    }

    @Test
    void startsTheChuteAndCallsEachEndpointWithAnExample() throws Exception {
        Report report = train("\"hardware\": {\"kind\": \"cpu\"}");

        assertThat(report)
                .isEqualTo(new Report(
                        "",
                        List.of(
                                new Report.Called("POST /say", 204),
                                new Report.Called("GET /page/{number}", 204),
                                new Report.Called("POST /fail", 500))));
        assertThat(DONE).containsExactly("startup", "warmup", "say text", "page 3 text", "shutdown");
    }

    @Test
    void stopsBeforeTheChutesOwnStartupWhereItWouldLackSomething() throws Exception {
        assertThat(train("\"hardware\": {\"kind\": \"gpu\"}").skipped()).isEqualTo("it needs a GPU");
        assertThat(train("\"secrets\": [\"TOKEN\"]").skipped()).isEqualTo("it needs secrets");
        assertThat(train("\"engines\": [{\"name\": \"vllm\"}]").skipped()).isEqualTo("it needs an engine");
        Report report = train("\"weights\": [{\"field\": \"model\"}]");

        assertThat(report.skipped()).isEqualTo("it needs weights");
        assertThat(report.calls()).extracting(Report.Called::status).containsOnly(503);
        assertThat(DONE).isEmpty();
    }

    private Report train(String setting) throws Exception {
        Path manifest = folder.resolve("META-INF/chutes/trained.json");
        Files.createDirectories(manifest.getParent());
        Files.writeString(manifest, """
                {"name": "trained", "routesClass": "%s", %s, %s}""".formatted(TrainedRoutes.class.getName(), setting, ENDPOINTS));
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (var loader =
                new java.net.URLClassLoader(new java.net.URL[] {folder.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            return Training.run("META-INF/chutes/trained.json", ServerConfig.local());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** As the processor writes them. */
    static final class TrainedRoutes implements ChuteRoutes {
        @Override
        public String name() {
            return "trained";
        }

        @Override
        public void prepare(Lifecycle lifecycle) {
            lifecycle.onStartup("startup", 50, _ -> DONE.add("startup"));
            lifecycle.warmup("warmup", _ -> DONE.add("warmup"));
            lifecycle.onShutdown("shutdown", 50, _ -> DONE.add("shutdown"));
        }

        @Override
        public void register(Routes routes) {
            routes.empty("POST", "/say", request -> DONE.add("say " + request.body(String.class)));
            routes.empty(
                    "GET",
                    "/page/{number}",
                    request -> DONE.add("page " + request.path("number", Integer.class) + " "
                            + request.query("word", String.class)));
            routes.empty("POST", "/fail", _ -> {
                throw new IllegalStateException("made to fail");
            });
        }
    }
}
