package io.chutes.platform.node;

import static io.chutes.platform.node.FakePlatform.instance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.Phase;
import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.fleet.ObservedInstance;
import io.chutes.platform.fleet.UsageInterval;
import io.chutes.platform.node.engine.EngineChoice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What an instance and its platform may expect of an engine, whichever it is. One agent runs through all of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EngineContract {
    /** A host has many: an instance answers at the one that it is told and at no other. */
    static final String ADDRESS = "127.0.0.2";

    private static final Duration GRACE = Duration.ofSeconds(2);

    Path scratch;
    final FakePlatform platform = new FakePlatform();
    private final HttpClient http = HttpClient.newHttpClient();
    Path folder;
    private @Nullable NodeAgent agent;

    /** Gets ready what the engine needs; an assumption says what is not there. */
    abstract void prepare(Path scratch) throws Exception;

    abstract String engine();

    /** What chooses and describes the engine, among the variables of an agent. */
    abstract Map<String, String> variables();

    /** An image that runs {@link TestChute} on the engine. */
    abstract TestImage image(List<String> options, String... arguments);

    /** One that no other image has all layers of. */
    abstract TestImage unique(String content);

    abstract TestImage madeFor(String architecture);

    /** Where a node of the engine reaches its platform. */
    URI addressOf(FakePlatform control) {
        return control.address();
    }

    /** What is left on the host of the instances of a node. */
    abstract List<?> leftOf(Path nodeFolder);

    @BeforeAll
    void startAgent(@TempDir Path temporary) throws Exception {
        scratch = temporary.toRealPath();
        prepare(scratch);
        folder = Files.createDirectories(scratch.resolve("node")).toRealPath();
        agent = agent(platform, folder);
    }

    @AfterEach
    void endInstances() {
        platform.order();
        MarkedProcesses.await("the end of every instance", () -> leftOf(folder).isEmpty());
    }

    @AfterAll
    void stopAgent() {
        if (agent != null) {
            agent.close();
        }
        platform.close();
    }

    @Test
    void startsAnImageByDigestWithAllThatWasOrdered() throws Exception {
        String secret = "hf_pqRJ8s7dJ2mLx0cVvQ";
        TestImage image = platform.push(image(List.of()));

        platform.order(instance("hello", image, secret));

        ObservedInstance ready = platform.await("hello", InstanceStatus.READY);
        assertThat(ready.phases())
                .extracting(Phase::name)
                .startsWith("pull")
                .endsWith("jvm", "chute")
                .doesNotHaveDuplicates();
        assertThat(ready.address()).hasScheme("http").hasHost(ADDRESS);
        assertThat(environment("hello"))
                .contains("GREETING=hello=world", "COLOUR=blue", "HF_TOKEN=" + secret)
                .contains("CHUTES_INSTANCE_ID=hello", "CHUTES_INSTANCE_TOKEN=instance-token")
                .noneMatch(line -> line.contains(FakePlatform.TOKEN));
        String note = temporaryFolder("hello") + "/note";
        assertThat(write(ready("hello"), note, "kept").body()).isEqualTo("written");
        assertThat(ask(ready("hello").resolve("/file?" + note)).body()).isEqualTo("kept");
        MarkedProcesses.await("its output", () -> read(output("hello")).contains("still loading weights"));
        assertThat(platform.reports().toString()).doesNotContain(secret);
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile))
                    .anyMatch(file -> file.endsWith("instance.json"))
                    .filteredOn(file -> !file.endsWith("output.log")) // what instances write themselves
                    .filteredOn(file -> !file.toString().endsWith(".new")) // on its way to be one of the others
                    .noneMatch(file -> read(file).contains(secret));
        }
    }

    @Test
    void stopsWhatIsNoLongerOrderedAndKillsWhatIsDeaf() throws Exception {
        platform.order(
                instance("polite", platform.push(image(List.of()))),
                instance("deaf", platform.push(image(List.of(), "deaf"))));
        ready("polite");
        ready("deaf");
        Instant asked = Instant.now();

        platform.order();

        assertThat(platform.await("polite", InstanceStatus.STOPPED).reason()).contains("no longer wanted");
        platform.await("deaf", InstanceStatus.DRAINING);
        platform.await("deaf", InstanceStatus.STOPPED);
        assertThat(Duration.between(asked, Instant.now())).isGreaterThan(GRACE);
        assertThat(leftOf(folder)).isEmpty();
    }

    @Test
    void saysHowItEndedWithItsLastWordsAndNoSecret() throws Exception {
        String secret = "hf_pqRJ8s7dJ2mLx0cVvQ";

        platform.order(instance("broken", platform.push(image(List.of(), "broken")), secret));

        assertThat(platform.await("broken", InstanceStatus.FAILED).reason())
                .startsWith("exited with code 7: ")
                .contains("loading", "no weights for ***");
    }

    @Test
    void closesUsageWhenItCrashes() throws Exception {
        platform.order(instance("crash", platform.push(image(List.of()))));
        URI address = ready("crash");
        platform.await("with usage", _ -> !platform.usage("crash").isEmpty());

        Instant alive = Instant.now();
        Instant untold;
        try (var _ = platform.stall()) {
            assertThatThrownBy(() -> ask(address.resolve("/crash"))).isInstanceOf(IOException.class);
            Path record = folder.resolve("instances/crash/instance.json");
            MarkedProcesses.await("its end to be written", () -> read(record).contains("\"failed\""));
            untold = Instant.now();
        }

        assertThat(platform.await("crash", InstanceStatus.FAILED).reason())
                .startsWith("exited with code 3: ")
                .endsWith("the GPU fell out");
        List<UsageInterval> usage = platform.usage("crash");
        assertThat(usage.getLast().to()).isAfter(alive).isBefore(untold);
    }

    @Test
    void saysThatMemoryRanOut() throws Exception {
        platform.order(instance("hungry", platform.push(image(List.of("-Xmx24m")))));
        URI address = ready("hungry");

        assertThatThrownBy(() -> ask(address.resolve("/memory"))).isInstanceOf(IOException.class);

        assertThat(platform.await("hungry", InstanceStatus.FAILED).reason())
                .startsWith("ran out of memory in Java and exited with code 1: ")
                .contains("java.lang.OutOfMemoryError");
    }

    @Test
    void failsWhatIsNotReadyInTimeWithItsLastWords() throws Exception {
        TestImage slow = platform.push(image(List.of(), "slow"));
        String words = "still loading weights";
        String reason = "";
        for (int seconds = 2;
                seconds < 100 && !reason.contains(words);
                seconds *= 2) { // a busy machine keeps them back
            String id = "slow" + seconds;
            platform.order(instance(id, slow, Duration.ofSeconds(seconds)));
            reason = platform.await(id, InstanceStatus.FAILED).reason();
            assertThat(reason)
                    .contains("not ready %d.0 s after it was started".formatted(seconds), "@Timeouts(startup)");
            assertThat(platform.usage(id)).isEmpty();
        }
        assertThat(reason).contains(words);
    }

    @Test
    void saysWhyAnImageCannotBeHad() throws Exception {
        TestImage absent = unique("never pushed");
        TestImage foreign = platform.push(madeFor("s390x"));
        TestImage forged = platform.push(unique("forged"));
        platform.forge(forged.manifestPath(), foreign.manifest());
        TestImage damaged = platform.push(unique("damaged"));
        String blob = lastBlob(damaged);
        platform.forge(TestImage.blobPath(blob), "forged".getBytes(StandardCharsets.UTF_8));

        platform.order(
                instance("absent", absent),
                instance("foreign", foreign),
                instance("forged", forged),
                instance("damaged", damaged));

        assertThat(platform.await("absent", InstanceStatus.FAILED).reason())
                .contains("404")
                .contains(absent.manifestPath());
        assertThat(platform.await("foreign", InstanceStatus.FAILED).reason())
                .contains(
                        foreign.reference(), "made for linux/s390x", "this node runs linux/" + TestImage.ARCHITECTURE);
        assertThat(platform.await("forged", InstanceStatus.FAILED).reason())
                .contains(forged.reference().substring(forged.reference().indexOf('@') + 1))
                .contains("refused");
        assertThat(platform.await("damaged", InstanceStatus.FAILED).reason()).contains(wordsOfADamagedLayer(blob));
    }

    /** What the engine says of a layer whose bytes have another digest. */
    abstract String wordsOfADamagedLayer(String digest);

    @Test
    void stopsWhatIsStillOnItsWay() throws Exception {
        TestImage image = platform.push(unique("on its way"));
        platform.block(TestImage.blobPath(lastBlob(image)));
        platform.order(instance("pulled", image));
        platform.await("pulled", InstanceStatus.PULLING);

        platform.order();

        assertThat(platform.await("pulled", InstanceStatus.STOPPED).reason()).contains("no longer wanted");
        assertThat(platform.usage("pulled")).isEmpty();
    }

    @Test
    void endsWhatAKilledAgentLeftInTheMiddleOfAnything() throws Exception {
        Path home = Files.createDirectories(scratch.resolve("killed")).toRealPath();
        try (var control = new FakePlatform()) {
            TestImage neverWhole = control.push(unique("never whole"));
            control.block(TestImage.blobPath(lastBlob(neverWhole)));
            var pulling = instance("pulling", neverWhole);
            var starting = instance("starting", control.push(image(List.of(), "slow")));
            var ready = instance("ready", control.push(image(List.of())));
            var draining = instance("draining", control.push(image(List.of(), "deaf")));
            control.order(pulling, starting, ready, draining);
            Process killed = AgentProgram.start(addressOf(control), home, engine(), variables());
            control.await("pulling", InstanceStatus.PULLING);
            control.await("starting", InstanceStatus.STARTING);
            control.await("ready", InstanceStatus.READY);
            control.await("draining", InstanceStatus.READY);
            control.await("with usage", _ -> !control.usage("ready").isEmpty());
            control.order(pulling, starting, ready);
            control.await("draining", InstanceStatus.DRAINING);
            killed.destroyForcibly().waitFor();
            assertThat(leftOf(home)).hasSizeGreaterThanOrEqualTo(3);

            try (NodeAgent _ = agent(control, home)) {
                assertThat(leftOf(home)).isEmpty();
                for (String id : List.of("pulling", "starting", "ready", "draining")) {
                    assertThat(control.await(id, InstanceStatus.FAILED).reason())
                            .isEqualTo("the node's agent was restarted");
                }
            }
            assertThat(control.usage("ready")).isNotEmpty();
            assertThat(control.usage("pulling")).isEmpty();
            assertThat(control.usage("starting")).isEmpty();
        }
    }

    NodeConfig config(FakePlatform control, Path home) {
        return new NodeConfig(
                        addressOf(control),
                        FakePlatform.TOKEN,
                        home,
                        new Capacity(2, 4, Map.of()),
                        Duration.ofMillis(250),
                        GRACE)
                .withEngine(EngineChoice.of(engine(), variables()));
    }

    private NodeAgent agent(FakePlatform control, Path home) {
        return NodeAgent.start(config(control, home));
    }

    URI ready(String id) throws InterruptedException {
        return Objects.requireNonNull(platform.await(id, InstanceStatus.READY).address());
    }

    List<String> environment(String id) throws IOException, InterruptedException {
        return ask(ready(id).resolve("/environment")).body().lines().toList();
    }

    private String temporaryFolder(String id) throws IOException, InterruptedException {
        String variable = "TMPDIR=";
        return environment(id).stream()
                .filter(line -> line.startsWith(variable))
                .findFirst()
                .orElseThrow()
                .substring(variable.length());
    }

    private Path output(String id) {
        return folder.resolve("instances").resolve(id).resolve("output.log");
    }

    HttpResponse<String> ask(URI address) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> write(URI address, String file, String content) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(address.resolve("/file?" + file))
                .POST(HttpRequest.BodyPublishers.ofString(content))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String lastBlob(TestImage image) {
        return List.copyOf(image.blobs().keySet()).getLast();
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
