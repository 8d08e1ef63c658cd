package io.chutes.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.chutes.cli.embedded.EmbeddedConfig;
import io.chutes.cli.embedded.EmbeddedPlatform;
import io.chutes.cli.image.BuiltImage;
import io.chutes.cli.image.ImageBuilder;
import io.chutes.cli.image.ImageTarget;
import io.chutes.platform.api.ChuteState;
import io.chutes.platform.api.Deployment;
import io.chutes.platform.api.InstanceState;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.LedgerTransaction;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.Page;
import io.chutes.platform.api.Phase;
import io.chutes.platform.api.Problem;
import io.chutes.platform.api.SecretValue;
import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.weights.Hub;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the compiled sample to the ledger's sum, through every real part of the platform. */
class HelloEndToEndTest {
    @TempDir
    private static Path data;

    private static ModelHub hub;
    private static EmbeddedPlatform platform;
    private static TestAccount alice;
    private static ChuteState hello;
    private static InstanceState instance;

    @BeforeAll
    static void deploysTheSample() throws InterruptedException, IOException {
        hub = new ModelHub().with("words/first.txt", "Bytes, as they are").with("model.bin", "not asked for");
        var capacity = new Capacity(2, 4, Map.of("L4", 2, "H100", 1));
        platform = EmbeddedPlatform.start(new EmbeddedConfig(data, 0, capacity, Duration.ofMillis(500))
                .withWeights(Map.of("HF_ENDPOINT", hub.address())));
        alice = TestAccount.register(platform.address(), "alice", "5");
        hello = alice.deployHello();
        instance = alice.awaitReady(hello);
    }

    @AfterAll
    static void endsEveryProcess() {
        assertThat(PlatformProcesses.of(data)).as("instances").isNotEmpty();
        platform.close();
        hub.close();
        assertThat(PlatformProcesses.of(data)).isEmpty();
    }

    @Test
    void answersJsonThroughTheGateway() throws Exception {
        HttpResponse<String> answer = alice.call(hello.path() + "/greet", "{\"name\": \"Duke\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
        assertThat(answer.body()).isEqualTo("{\"message\":\"Hello, Duke!\"}");
    }

    @Test
    void streamsEventsAndEndsThemWithCompleted() throws Exception {
        HttpResponse<String> answer = alice.call(hello.path() + "/count", "{\"to\": 2}");

        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        assertThat(answer.body().lines().filter(line -> line.startsWith("data:") || line.startsWith("event:")))
                .startsWith("data: {\"number\":1}", "data: {\"number\":2}", "event: completed");
    }

    @Test
    void passesAStreamOnBeforeItEnds() throws Exception {
        var answer = alice.open(hello.path() + "/count", "{\"to\": 2000000000}");

        try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.lines().filter(line -> line.startsWith("data:")).limit(1000))
                    .hasSize(1000)
                    .endsWith("data: {\"number\":1000}");
        }
    }

    @Test
    void placesTheInstanceOnTheCheapestGpuThatFits() {
        assertThat(instance.gpu()).isEqualTo("L4");
        assertThat(instance.gpuCount()).isEqualTo(1);
        assertThat(instance.phases()).extracting(Phase::name).contains("pull", "unpack", "jvm", "chute", "http");
    }

    @Test
    void startsOnTheAotCacheOfItsImage() {
        assertThat(data.resolve("node/instances").resolve(instance.id()).resolve("output.log"))
                .content()
                .contains("AOT cache: used");
    }

    @Test
    void billsReadySecondsFromTheWalletToTheSumOfTheLedger() throws Exception {
        List<LedgerTransaction> usage = Await.present("three metered intervals", () -> {
            var found = usage();
            return found.size() >= 3 ? java.util.Optional.of(found) : java.util.Optional.empty();
        });

        assertThat(usage).allSatisfy(transaction -> {
            assertThat(transaction.entries().stream()
                            .map(LedgerTransaction.Entry::amount)
                            .reduce(Money.ZERO, Money::plus))
                    .isEqualTo(Money.ZERO);
            assertThat(transaction.description()).contains("L4").contains("alice/hello");
        });
        assertThat(usage).extracting(LedgerTransaction::cause).doesNotHaveDuplicates();

        Money available = alice.client().balance().available();
        List<Money> balances = new ArrayList<>(List.of(Money.of("5")));
        for (LedgerTransaction transaction : usage().reversed()) { // it goes on meanwhile
            balances.add(balances.getLast().plus(walletEntry(transaction)));
        }
        assertThat(balances).contains(available);
    }

    @Test
    void refusesBadCallsWithAProblemAndARequestId() throws Exception {
        var stranger = new TestAccount(platform.address(), "alice", "ck_0000_wrong");

        assertProblem(stranger.call(hello.path() + "/greet", "{}"), 401);
        assertProblem(alice.call("/c/alice/absent/greet", "{}"), 404);
        assertProblem(alice.call(hello.path() + "/absent", "{}"), 404);
        assertProblem(alice.call(hello.path() + "/greet", "{not json"), 400);
        Problem unfit = assertProblem(alice.call(hello.path() + "/greet", "{\"name\": 7}"), 422);
        assertThat(unfit.errors()).extracting(Problem.FieldError::pointer).containsExactly("/name");
        Problem missing = assertProblem(alice.call(hello.path() + "/greet", "{}"), 422);
        assertThat(missing.errors()).extracting(Problem.FieldError::rule).containsExactly("required");
    }

    @Test
    void hidesAChuteFromOtherAccounts() throws Exception {
        var bob = TestAccount.register(platform.address(), "bob", "1");

        assertProblem(bob.call(hello.path() + "/greet", "{\"name\": \"Bob\"}"), 404);
    }

    @Test
    void buildsOnAnImageThatIsPinnedByDigest() throws Exception {
        var erin = TestAccount.register(platform.address(), "erin", "1");
        String registry = platform.address().getAuthority();
        String base = HelloSample.build(new ImageTarget.Registry(registry + "/erin/base", "erin", erin.key()))
                .digest();

        String digest = HelloSample.buildOn(
                        registry + "/erin/base@" + base,
                        new ImageTarget.Registry(registry + "/erin/hello", "erin", erin.key()))
                .digest();

        assertThat(digest).isNotEqualTo(base);
        ChuteState based = erin.client().deploy(new Deployment("erin/hello@" + digest));
        erin.awaitReady(based);
        assertThat(erin.call(based.path() + "/greet", "{\"name\": \"Erin\"}").body())
                .isEqualTo("{\"message\":\"Hello, Erin!\"}");
        erin.client().deleteChute("hello");
    }

    @Test
    void givesAChuteItsSecret() throws Exception {
        var grace = TestAccount.register(platform.address(), "grace", "1");
        BuiltImage image = new ImageBuilder(ImageBuilder.defaultCache(), step -> {})
                .build(
                        ChuteSource.SIGNER.compile(data.resolve("signer")),
                        new ImageTarget.Registry(
                                platform.address().getAuthority() + "/grace/signer", "grace", grace.key()));
        var deployment = new Deployment("grace/signer@" + image.digest());

        assertThatThrownBy(() -> grace.client().deploy(deployment)).hasMessageContaining("SIGNING_KEY");
        grace.client().setSecret("SIGNING_KEY", "signer", new SecretValue("a-key-that-nobody-else-has"));
        ChuteState signer = grace.client().deploy(deployment);
        grace.awaitReady(signer);

        assertThat(grace.call(signer.path() + "/sign", "").body())
                .isEqualTo(Integer.toHexString("a-key-that-nobody-else-has".hashCode()));
        grace.client().deleteChute("signer");
        assertThat(grace.client().secrets(null).items()).isEmpty();
    }

    @Test
    void givesAChuteTheWeightsOfItsLockAndNoOthers() throws Exception {
        var heidi = TestAccount.register(platform.address(), "heidi", "1");
        BuiltImage image = new ImageBuilder(ImageBuilder.defaultCache(), step -> {})
                .withHub(Hub.of(Map.of("HF_ENDPOINT", hub.address(), "HF_TOKEN", ModelHub.TOKEN)))
                .withoutTraining()
                .build(
                        ChuteSource.READER.compile(data.resolve("reader")),
                        new ImageTarget.Registry(
                                platform.address().getAuthority() + "/heidi/reader", "heidi", heidi.key()));
        heidi.client().setSecret("HF_TOKEN", null, new SecretValue(ModelHub.TOKEN));
        hub.with("words/first.txt", "Other bytes, alas!");

        ChuteState reader = heidi.client().deploy(new Deployment("heidi/reader@" + image.digest()));
        InstanceState failed =
                Await.present("an instance without its weights", () -> heidi.client().instances(null).items().stream()
                        .filter(it -> it.status() == InstanceStatus.FAILED)
                        .findFirst());
        assertThat(failed.reason()).contains("words/first.txt of " + ModelHub.REPO, "not what the lock names");

        hub.with("words/first.txt", "Bytes, as they are");
        InstanceState ready = heidi.awaitReady(reader);
        assertThat(ready.phases()).extracting(Phase::name).startsWith("weights-fetch", "weights-check", "pull");
        assertThat(heidi.call(reader.path() + "/read", "").body()).isEqualTo("Bytes, as they are");
        heidi.client().deleteChute("reader");
    }

    @Test
    void pushesOfAChangedClassNothingButTheClassesAndStartsOnTheCacheThatIsThere() throws Exception {
        var ivan = TestAccount.register(platform.address(), "ivan", "1");
        var target = new ImageTarget.Registry(platform.address().getAuthority() + "/ivan/hello", "ivan", ivan.key());
        HelloSample.build(target);
        List<String> steps = new ArrayList<>();

        BuiltImage changed = new ImageBuilder(ImageBuilder.defaultCache(), steps::add)
                .build(HelloSample.saying("Hallo", data.resolve("changed")), target);

        var layer = Pattern.compile("  layer (\\w+): (already there|([\\d,]+) bytes pushed)");
        Map<String, Long> pushed = steps.stream()
                .map(layer::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(told -> told.group(1), told -> bytes(told.group(3))));
        assertThat(pushed).containsOnlyKeys("base", "libraries", "runtime", "aot", "classes");
        assertThat(pushed.remove("classes")).isBetween(1L, 100_000L);
        assertThat(pushed.values()).containsOnly(0L);
        ChuteState hallo = ivan.client().deploy(new Deployment("ivan/hello@" + changed.digest()));
        InstanceState started = ivan.awaitReady(hallo);
        assertThat(ivan.call(hallo.path() + "/greet", "{\"name\": \"Ivan\"}").body())
                .isEqualTo("{\"message\":\"Hallo, Ivan!\"}");
        assertThat(data.resolve("node/instances").resolve(started.id()).resolve("output.log"))
                .content()
                .contains("AOT cache: used");
        ivan.client().deleteChute("hello");
    }

    private static long bytes(@Nullable String number) {
        return number == null ? 0 : Long.parseLong(number.replace(",", ""));
    }

    @Test
    void deployingTheSameImageAgainChangesNothing() throws Exception {
        ChuteState again = alice.deployHello();

        assertThat(again.version()).isEqualTo(hello.version());
        assertThat(again.image()).isEqualTo(hello.image());
    }

    private static List<LedgerTransaction> usage() {
        List<LedgerTransaction> usage = new ArrayList<>();
        Page<LedgerTransaction> page = alice.client().ledger(null);
        while (true) {
            page.items().stream()
                    .filter(transaction -> transaction.cause().startsWith("usage:"))
                    .forEach(usage::add);
            if (page.next() == null) {
                return usage;
            }
            page = alice.client().ledger(page.next());
        }
    }

    private static Money walletEntry(LedgerTransaction transaction) {
        return transaction.entries().stream()
                .filter(entry -> entry.account().equals("wallet:alice"))
                .findFirst()
                .orElseThrow()
                .amount();
    }

    private static Problem assertProblem(HttpResponse<String> answer, int status) throws JsonProcessingException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith(Problem.MEDIA_TYPE);
        Problem problem = Problem.read(answer.body());
        assertThat(problem.status()).isEqualTo(status);
        assertThat(answer.headers().firstValue("X-Request-Id")).hasValue(problem.requestId());
        assertThat(answer.body()).doesNotContain("\tat ").doesNotContain("Exception");
        return problem;
    }
}
