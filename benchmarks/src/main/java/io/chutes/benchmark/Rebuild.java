package io.chutes.benchmark;

import io.chutes.cli.embedded.EmbeddedConfig;
import io.chutes.cli.embedded.EmbeddedPlatform;
import io.chutes.cli.image.BuiltImage;
import io.chutes.cli.image.ImageBuilder;
import io.chutes.cli.image.ImageTarget;
import io.chutes.cli.project.ChuteProject;
import io.chutes.cli.project.ProjectReader;
import io.chutes.platform.api.ChuteState;
import io.chutes.platform.api.Deployment;
import io.chutes.platform.api.FaucetDeposit;
import io.chutes.platform.api.InstanceState;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.Phase;
import io.chutes.platform.api.Registration;
import io.chutes.platform.client.PlatformClient;
import io.chutes.platform.fleet.Capacity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * From a class of {@code samples/hello} that is saved to the first answer of its new version on an embedded platform: what {@code chutes
 * build --push} and a deployment do, part by part. The peer is the same without an AOT cache, which does not train.
 */
public final class Rebuild {
    private static final int ROUNDS = 3;
    private static final Path SAMPLE = Path.of("..", "samples", "hello");
    private static final Path SOURCE = Path.of("src/main/java/com/example/hello/Hello.java");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path project;
    private final ImageBuilder builder;
    private final EmbeddedPlatform platform;
    private final PlatformClient client;
    private final String key;

    private Rebuild(Path folder, boolean training, EmbeddedPlatform platform, String key) throws IOException {
        this.project = folder.resolve(training ? "trained" : "untrained");
        var cached = new ImageBuilder(folder.resolve("cache"), step -> {
            if (step.startsWith("  layer ")) {
                System.out.println(step);
            }
        });
        this.builder = training ? cached : cached.withoutTraining();
        this.platform = platform;
        this.client = new PlatformClient(platform.address(), key);
        this.key = key;
        Files.createDirectories(project.resolve(SOURCE).getParent());
        Files.copy(SAMPLE.resolve("pom.xml"), project.resolve("pom.xml"));
    }

    /** Measures and prints. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.of("rebuild");
                var platform = EmbeddedPlatform.start(new EmbeddedConfig(
                        scratch.folder().resolve("data"),
                        0,
                        new Capacity(4, 8, Map.of("L4", 4)),
                        Duration.ofSeconds(1)))) {
            String key = new PlatformClient(platform.address(), null)
                    .register(new Registration("duke"))
                    .key();
            var duke = new PlatformClient(platform.address(), key);
            duke.faucet(new FaucetDeposit("start", Money.of("100")));
            duke.becomeDeveloper();
            double trained = new Rebuild(scratch.folder(), true, platform, key).measure("with an AOT cache");
            double untrained = new Rebuild(scratch.folder(), false, platform, key).measure("without one");
            System.out.printf("with an AOT cache: %.2f x without one (aim: at most 10 s)%n", trained / untrained);
        }
    }

    /** Prints the medians of the parts, and answers that of the whole in milliseconds. */
    private double measure(String name) throws IOException, InterruptedException {
        Map<String, List<Long>> parts = new LinkedHashMap<>();
        for (int round = 0; round <= ROUNDS; round++) {
            Map<String, Long> once = round(name.length() + "-" + round);
            if (round > 0) { // the first makes the base image and fills the caches
                once.forEach((part, millis) ->
                        parts.computeIfAbsent(part, _ -> new ArrayList<>()).add(millis));
            }
        }
        System.out.println(name + ":");
        parts.forEach((part, millis) -> System.out.printf("  %-24s %6d ms%n", part, median(millis)));
        return median(parts.getOrDefault("all", List.of()));
    }

    private Map<String, Long> round(String greeting) throws IOException, InterruptedException {
        String source = Files.readString(SAMPLE.resolve(SOURCE)).replace("Hello, ", greeting + ", ");
        Files.writeString(project.resolve(SOURCE), source);
        Map<String, Long> parts = new LinkedHashMap<>();
        long start = System.nanoTime();
        ChuteProject read = new ProjectReader(step -> {}).read(project, null);
        long compiled = System.nanoTime();
        String repository = "duke/" + project.getFileName();
        BuiltImage image = builder.build(
                read, new ImageTarget.Registry(platform.address().getAuthority() + "/" + repository, "duke", key));
        long pushed = System.nanoTime();
        ChuteState deployed = client.deploy(new Deployment(repository + "@" + image.digest()));
        InstanceState ready = awaitReady(deployed);
        long healthy = System.nanoTime();
        awaitAnswer(deployed, greeting);
        long answered = System.nanoTime();
        parts.put("compile", millis(start, compiled));
        parts.put("image and push", millis(compiled, pushed));
        parts.put("deploy to ready", millis(pushed, healthy));
        for (Phase phase : ready.phases()) {
            parts.put("  " + phase.name(), phase.millis());
        }
        parts.put("to the new answer", millis(healthy, answered));
        parts.put("all", millis(start, answered));
        return parts;
    }

    private InstanceState awaitReady(ChuteState deployed) throws InterruptedException {
        for (long deadline = System.nanoTime() + LIMIT.toNanos(); System.nanoTime() < deadline; ) {
            Optional<InstanceState> ready = client.chute(deployed.name()).instances().stream()
                    .filter(it -> it.version() == deployed.version() && it.status() == InstanceStatus.READY)
                    .findFirst();
            if (ready.isPresent()) {
                return ready.get();
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        throw new IllegalStateException(
                "Not ready in time: " + client.chute(deployed.name()).instances());
    }

    private void awaitAnswer(ChuteState deployed, String greeting) throws IOException, InterruptedException {
        URI greet = URI.create(platform.address().resolve(deployed.path()) + "/greet");
        HttpRequest request = HttpRequest.newBuilder(greet)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"Duke\"}"))
                .build();
        for (long deadline = System.nanoTime() + LIMIT.toNanos(); System.nanoTime() < deadline; ) {
            String answer =
                    HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
            if (answer.contains(greeting + ", Duke")) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        throw new IllegalStateException("The new version did not answer in time");
    }

    private static long millis(long from, long to) {
        return TimeUnit.NANOSECONDS.toMillis(to - from);
    }

    private static long median(List<Long> millis) {
        long[] sorted = millis.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
