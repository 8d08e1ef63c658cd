package io.chutes.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.runtime.training.ExampleCall;
import io.chutes.runtime.training.Report;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An image's training run: starts the chute as {@link Main} does, on a port of this machine alone, and makes one call to each
 * endpoint with an example of what its schemas ask for, so that the JVM's AOT cache has what a start and a call need. A chute
 * that needs weights, secrets or an engine, or has start-up methods and needs a GPU, is started up to them and no further: its endpoints
 * refuse the calls. What its methods throw is reported and is no failure.
 */
final class Training {
    private static final Logger LOG = LoggerFactory.getLogger(Training.class);
    /** Whoever builds an image does not wait as long as {@code @Timeouts(startup)} may be. */
    private static final Duration LONGEST_STARTUP = Duration.ofMinutes(1);

    private static final List<ExampleCall> PLATFORMS =
            List.of(ExampleCall.get("/_chute/live"), ExampleCall.get("/_chute/ready"), ExampleCall.get("/_chute/load"));

    /** After the calls, as the first of them is what makes the metrics. */
    private static final ExampleCall METRICS = ExampleCall.get("/_chute/metrics");

    private Training() {}

    /**
     * Makes the run and writes its report.
     *
     * @param classes a jar beside the class path, with classes that the JVM's AOT cache is not to hold: it holds none but of its class
     *     path, and is valid for any that begins with that
     */
    static void run(String manifest, Path report, Optional<Path> classes) throws IOException {
        List<URL> jars = new ArrayList<>();
        if (classes.isPresent()) {
            jars.add(classes.get().toUri().toURL());
        }
        try (var loader = new URLClassLoader(jars.toArray(URL[]::new), Training.class.getClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            Files.write(report, Json.bytes(run(manifest, ServerConfig.local())));
        }
    }

    static Report run(String manifest, ServerConfig config) throws IOException {
        StartupPhases phases = StartupPhases.ofThisProcess();
        LoadedChute chute = LoadedChute.load(manifest, phases);
        JsonNode document = chute.document();
        Settings settings = Settings.read(document).startingWithin(LONGEST_STARTUP);
        try (ChuteServer server = ChuteServer.listen(chute, settings, config, phases)) {
            for (ExampleCall call : PLATFORMS) {
                call.send(server.port());
            }
            String skipped = startUp(server, config, phases, document);
            List<Report.Called> calls = new ArrayList<>();
            for (JsonNode endpoint : document.path("endpoints")) {
                ExampleCall call = ExampleCall.to(endpoint);
                calls.add(new Report.Called(call.name(), status(call, server.port())));
            }
            METRICS.send(server.port());
            Main.tell(manifest, server, phases);
            Thread _ = Main.ending(server, Optional.empty()); // never started
            return new Report(skipped, calls);
        }
    }

    /** Of the answer to a call; 0 where it broke off, which is no failure of the run either. */
    private static int status(ExampleCall call, int port) {
        try {
            return call.send(port);
        } catch (IOException e) {
            LOG.warn("{} gave no whole answer in the training run", call.name(), e);
            return 0;
        }
    }

    /** Why the chute's own start-up did not run or failed; empty if it is ready. */
    private static String startUp(ChuteServer server, ServerConfig config, StartupPhases phases, JsonNode document) {
        if (document.path("hardware").path("kind").asText().equals("gpu") && server.hasStartup()) {
            return "it needs a GPU";
        } else if (!document.path("engines").isEmpty()) {
            return "it needs an engine";
        } else if (!document.path("weights").isEmpty()) {
            return "it needs weights";
        } else if (!document.path("secrets").isEmpty()) {
            return "it needs secrets";
        }
        try {
            server.prepare(config, phases);
            return "";
        } catch (StartupException e) {
            LOG.warn("The chute's start-up failed in its training run", e);
            return String.valueOf(e.getMessage());
        }
    }
}
