package io.chutes.benchmark;

import io.chutes.cli.embedded.EmbeddedConfig;
import io.chutes.cli.embedded.EmbeddedPlatform;
import io.chutes.cli.image.ImageBuilder;
import io.chutes.cli.image.ImageTarget;
import io.chutes.cli.project.ChuteProject;
import io.chutes.cli.project.ProjectReader;
import io.chutes.platform.api.ChuteState;
import io.chutes.platform.api.Deployment;
import io.chutes.platform.api.Event;
import io.chutes.platform.api.FaucetDeposit;
import io.chutes.platform.api.InstanceState;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.Phase;
import io.chutes.platform.api.Registration;
import io.chutes.platform.client.PlatformClient;
import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.manifest.ManifestJson;
import io.chutes.platform.node.engine.EngineChoice;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From a call to the answer of {@code samples/hello}, of which nothing runs, on an embedded platform: with the process engine, and with
 * the Docker Engine of this machine, part by part. Its node has the image. {@code CHUTES_DOCKER_NETWORK} and {@code DOCKER_HOST} say how
 * Docker is used.
 */
public final class ColdCall {
    private static final int ROUNDS = 5;
    private static final Path SAMPLE = Path.of("..", "samples", "hello");
    private static final String IDLE = "\"idleShutdown\": \"PT5M\"";
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final EmbeddedPlatform platform;
    private final PlatformClient client;
    private final String key;

    private ColdCall(EmbeddedPlatform platform, String key) {
        this.platform = platform;
        this.client = new PlatformClient(platform.address(), key);
        this.key = key;
    }

    /** Measures and prints. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.of("cold-call")) {
            ChuteProject hello = hello();
            long process = measure("process", hello, scratch.folder());
            long docker = measure("docker", hello, scratch.folder());
            System.out.printf(
                    "a cold call on docker: %.2f x one on processes (aims: 2 s on processes, 3 s on docker)%n",
                    (double) docker / process);
        }
    }

    /** The sample, but that it idles for a minute alone, less than which no chute may. */
    private static ChuteProject hello() throws InterruptedException {
        ChuteProject plain = new ProjectReader(step -> {}).read(SAMPLE, null);
        String manifest = plain.manifestJson().replaceAll("(\"idleShutdown\"\\s*:\\s*)\"PT5M\"", "$1\"PT1M\"");
        if (manifest.equals(plain.manifestJson())) {
            throw new IllegalStateException("The manifest has no " + IDLE);
        }
        return new ChuteProject(
                plain.folder(), ManifestJson.read(manifest), manifest, plain.classes(), plain.classPath());
    }

    /** Prints the medians of the parts, and answers that of the whole in milliseconds. */
    private static long measure(String engine, ChuteProject hello, Path folder)
            throws IOException, InterruptedException {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.put(EngineChoice.ENGINE, engine);
        var config = new EmbeddedConfig(
                        folder.resolve(engine), 0, new Capacity(4, 8, Map.of("L4", 4)), Duration.ofSeconds(1))
                .withEngine(variables);
        try (var platform = EmbeddedPlatform.start(config)) {
            String key = new PlatformClient(platform.address(), null)
                    .register(new Registration("duke"))
                    .key();
            var duke = new PlatformClient(platform.address(), key);
            duke.faucet(new FaucetDeposit("start", Money.of("100")));
            duke.becomeDeveloper();
            String digest = new ImageBuilder(ImageBuilder.defaultCache(), step -> {})
                    .build(
                            hello,
                            new ImageTarget.Registry(platform.address().getAuthority() + "/duke/hello", "duke", key))
                    .digest();
            ChuteState deployed = duke.deploy(new Deployment("duke/hello@" + digest));
            Map<String, Long> medians = new ColdCall(platform, key).rounds(deployed);
            System.out.println(engine + ":");
            medians.forEach((part, millis) -> System.out.printf("  %-34s %6d ms%n", part, millis));
            return medians.getOrDefault("all", 0L);
        }
    }

    private Map<String, Long> rounds(ChuteState hello) throws IOException, InterruptedException {
        Map<String, List<Long>> parts = new LinkedHashMap<>();
        for (int round = 0; round <= ROUNDS; round++) {
            awaitNothing(hello);
            Map<String, Long> once = round(hello);
            if (round > 0) { // the first finds the platform itself cold
                once.forEach((part, millis) ->
                        parts.computeIfAbsent(part, _ -> new ArrayList<>()).add(millis));
            }
        }
        Map<String, Long> medians = new LinkedHashMap<>();
        parts.forEach((part, millis) ->
                medians.put(part, millis.stream().sorted().toList().get(millis.size() / 2)));
        return medians;
    }

    private Map<String, Long> round(ChuteState hello) throws IOException, InterruptedException {
        URI greet = URI.create(platform.address().resolve(hello.path()) + "/greet");
        var request = HttpRequest.newBuilder(greet)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"Duke\"}"))
                .build();
        Instant called = Instant.now();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        Instant answered = Instant.now();
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        InstanceState instance = client.chute(hello.name()).instances().getFirst();
        Map<String, Instant> at = client.events(null, hello.name(), null).items().stream()
                .filter(event -> instance.id().equals(event.data().get("instance")))
                .collect(Collectors.toMap(Event::type, Event::at, (first, _) -> first));
        Map<String, Long> parts = new LinkedHashMap<>();
        parts.put("all", millis(called, answered));
        parts.put("call to an instance asked for", millis(called, instance.createdAt()));
        parts.put("placing", millis(instance.createdAt(), at.get("instance.placing")));
        parts.put("placed to started, by its node", millis(at.get("instance.placing"), at.get("instance.starting")));
        parts.put("started to ready", millis(at.get("instance.starting"), at.get("instance.ready")));
        parts.put("ready to the answer", millis(at.get("instance.ready"), answered));
        for (Phase phase : instance.phases()) {
            parts.put("  of these, " + phase.name(), phase.millis());
        }
        return parts;
    }

    private void awaitNothing(ChuteState hello) throws InterruptedException {
        for (long deadline = System.nanoTime() + LIMIT.toNanos(); System.nanoTime() < deadline; ) {
            List<InstanceState> instances = client.chute(hello.name()).instances();
            if (!instances.isEmpty() && instances.stream().allMatch(it -> it.endedAt() != null)) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IllegalStateException(
                "It does not go to sleep: " + client.chute(hello.name()).instances());
    }

    private static long millis(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null ? 0 : Duration.between(from, to).toMillis();
    }
}
