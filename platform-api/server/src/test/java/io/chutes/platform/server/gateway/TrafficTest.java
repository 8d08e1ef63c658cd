package io.chutes.platform.server.gateway;

import static io.chutes.platform.server.fleet.TestPlatform.GPU_CHUTE;
import static io.chutes.platform.server.fleet.TestPlatform.endpoint;
import static io.chutes.platform.server.fleet.TestPlatform.gpus;
import static io.chutes.platform.server.fleet.TestPlatform.json;
import static io.chutes.platform.server.fleet.TestPlatform.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.api.ChuteAccess;
import io.chutes.platform.api.ChuteAccess.Callers;
import io.chutes.platform.api.InstanceState;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.NewRollout;
import io.chutes.platform.api.NewShare;
import io.chutes.platform.api.NewVersion;
import io.chutes.platform.api.Split;
import io.chutes.platform.manifest.EndpointSpec;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestJson;
import io.chutes.platform.manifest.TimeoutsSpec;
import io.chutes.platform.manifest.Visibility;
import io.chutes.platform.server.fleet.TestNode;
import io.chutes.platform.server.fleet.TestPlatform;
import io.chutes.platform.server.web.HttpCaller;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which version answers which call, and who may call at all. */
final class TrafficTest {
    private static final String GREET = "/c/alice/hello/greet";
    private static final Manifest FIRST = manifest(GPU_CHUTE, gpus(1));
    private static final Manifest SECOND = manifest(
            GPU_CHUTE, gpus(1), TimeoutsSpec.DEFAULT, List.of(endpoint("count"), endpoint("fresh"), endpoint("greet")));

    private final List<Upstream> upstreams = new ArrayList<>();
    private final TestPlatform platform = new TestPlatform();
    private final TestNode node = platform.node("one").has(Map.of("L4", 8));

    @AfterEach
    void close() {
        platform.close();
        upstreams.forEach(Upstream::close);
    }

    @Test
    void splitsCallsByPercent() {
        tryOut(30, null);

        List<String> versions = calls(400).toList();

        assertThat(versions).containsOnly("1", "2");
        assertThat(versions.stream().filter("2"::equals).count()).isBetween(70L, 175L);
    }

    @Test
    void keepsACallersVersionWhereCallersAreSplit() {
        tryOut(50, Split.CALLERS);

        assertThat(calls(30).distinct()).hasSize(1);
        platform.http.post("/v1/chutes/hello/shares", json(new NewShare("bob")), platform.authorization());
        assertThat(IntStream.range(0, 30)
                        .mapToObj(_ -> version(platform.http.post(GREET, "{}", TestPlatform.bearer(platform.bobsKey))))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void aRepeatedCallMeetsTheVersionItMetBefore() {
        tryOut(50, null);

        List<List<String>> met = IntStream.range(0, 20)
                .mapToObj(call -> IntStream.range(0, 5)
                        .mapToObj(_ -> version(post(GREET, "{}", "Idempotency-Key", "call-" + call)))
                        .distinct()
                        .toList())
                .toList();

        assertThat(met).allMatch(versions -> versions.size() == 1);
        assertThat(met).contains(List.of("1"), List.of("2"));
    }

    @Test
    void aCanaryGetsNothingBeforeItIsReadyNorAfterItFailed() {
        serve(1, FIRST);
        createSecond();
        post("/v1/chutes/hello/rollouts", json(new NewRollout(2, 99, null, null)));
        platform.settle();

        assertThat(calls(20)).containsOnly("1");
        ready(2);
        assertThat(calls(100)).contains("2");
        node.sees(instance(2).id(), InstanceStatus.FAILED).sync();
        assertThat(calls(20)).containsOnly("1");
    }

    @Test
    void promotesWhatWasTriedOutWithoutAGap() {
        tryOut(10, null);
        String serving = instance(2).id();

        post("/v1/chutes/hello/rollouts", json(new NewRollout(2)));
        assertThat(calls(20)).containsOnly("2");
        platform.settle();

        assertThat(calls(20)).containsOnly("2");
        assertThat(instance(2).id()).isEqualTo(serving);
        assertThat(instance(1).status()).isEqualTo(InstanceStatus.DRAINING);
        assertThat(post("/c/alice/hello/fresh", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void looksForTheEndpointInTheVersionThatAnswers() {
        serve(1, FIRST);
        platform.deploy(2, SECOND);
        platform.settle();

        assertThat(post("/c/alice/hello/fresh", "{}").statusCode()).isEqualTo(404);
        ready(2);
        assertThat(post("/c/alice/hello/fresh", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void letsThoseCallWithWhomItIsSharedAndNobodyElse() {
        serve(1, ofOwner());
        assertThat(bobs(GREET).statusCode()).isEqualTo(404);

        HttpResponse<String> shared =
                platform.http.post("/v1/chutes/hello/shares", json(new NewShare("bob")), platform.authorization());
        assertThat(shared.statusCode()).isEqualTo(201);
        assertThat(bobs(GREET).statusCode()).isEqualTo(200);

        HttpResponse<String> ownersOnly = bobs("/c/alice/hello/count");
        assertThat(ownersOnly.statusCode()).isEqualTo(404);
        assertThat(ownersOnly.body()).contains("POST /greet").doesNotContain("POST /count");
        assertThat(post("/c/alice/hello/count", "{}").statusCode()).isEqualTo(200);
        for (String path : List.of("/v1/chutes/hello", "/v1/chutes/hello/versions", "/v1/chutes/hello/shares")) {
            assertThat(platform.http
                            .get(path, TestPlatform.bearer(platform.bobsKey))
                            .statusCode())
                    .isEqualTo(404);
        }

        assertThat(delete("/v1/chutes/hello/shares/bob").statusCode()).isEqualTo(204);
        assertThat(delete("/v1/chutes/hello/shares/bob").statusCode()).isEqualTo(404);
        assertThat(bobs(GREET).statusCode()).isEqualTo(404);
    }

    @Test
    void refusesSharesWithNobodyAndWithOneself() {
        serve(1, FIRST);

        platform.database
                .jdbi()
                .useHandle(handle -> handle.execute("update account set deleted_at = now() where name = 'bob'"));

        for (String account : List.of("alice", "bob", "nobody-of-that-name")) {
            HttpResponse<String> answer = post("/v1/chutes/hello/shares", json(new NewShare(account)));
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(HttpCaller.json(answer).at("/errors/0/pointer").asText()).isEqualTo("/account");
        }
    }

    @Test
    void letsEverybodyCallAPublicChute() {
        serve(1, ofOwner());
        HttpRequest.Builder open = platform.http
                .request("/v1/chutes/hello/access", platform.authorization())
                .PUT(BodyPublishers.ofString(json(new ChuteAccess(Callers.EVERYBODY))));

        assertThat(platform.http.send(open).statusCode()).isEqualTo(200);

        assertThat(bobs(GREET).statusCode()).isEqualTo(200);
        assertThat(bobs("/c/alice/hello/count").statusCode()).isEqualTo(404);
        assertThat(platform.http.post(GREET, "{}").statusCode()).isEqualTo(401);
    }

    @Test
    void aChuteMadeAnewHasNothingOfTheOneThatWasDeleted() {
        serve(1, FIRST);
        platform.deploy(2, SECOND);
        post("/v1/chutes/hello/shares", json(new NewShare("bob")));
        platform.delete(GPU_CHUTE);

        assertThat(post(GREET, "{}").statusCode()).isEqualTo(404);
        platform.deploy(3, FIRST);

        assertThat(bobs(GREET).statusCode()).isEqualTo(404);
        assertThat(platform.chute(GPU_CHUTE).version()).isEqualTo(1);
        assertThat(platform.chute(GPU_CHUTE).instances()).isEmpty();
        assertThat(post("/v1/chutes/hello/rollouts", json(new NewRollout(2))).statusCode())
                .isEqualTo(404);
        platform.settle();
        assertThat(HttpCaller.json(platform.http.get("/v1/instances?status=draining", platform.authorization()))
                        .at("/items/0/reason")
                        .asText())
                .isEqualTo("the chute was deleted");
    }

    private static Manifest ofOwner() {
        EndpointSpec count = endpoint("count");
        var owners = new EndpointSpec(
                count.name(),
                count.method(),
                count.path(),
                count.summary(),
                Visibility.OWNER,
                count.idempotent(),
                count.stream(),
                count.dialect(),
                count.batch(),
                count.passthrough(),
                count.parameters(),
                count.inputType(),
                count.input(),
                count.outputType(),
                count.output(),
                count.event());
        return manifest(GPU_CHUTE, gpus(1), TimeoutsSpec.DEFAULT, List.of(owners, endpoint("greet")));
    }

    /** Version 1 serves and version 2 is tried out; both are ready. */
    private void tryOut(int percent, @Nullable Split split) {
        serve(1, FIRST);
        createSecond();
        post("/v1/chutes/hello/rollouts", json(new NewRollout(2, percent, split, null)));
        platform.settle();
        ready(2);
    }

    private void createSecond() {
        String image = platform.push(2, ManifestJson.write(SECOND));
        assertThat(post("/v1/chutes/hello/versions", json(new NewVersion(image)))
                        .statusCode())
                .isEqualTo(201);
    }

    private void serve(int build, Manifest manifest) {
        node.sync();
        int version = platform.deploy(build, manifest).version();
        platform.settle();
        ready(version);
    }

    private void ready(int version) {
        var upstream = new Upstream(exchange -> Upstream.answer(exchange, "{}"));
        upstreams.add(upstream);
        node.sees(instance(version).id(), InstanceStatus.READY, upstream.address())
                .sync();
    }

    private InstanceState instance(int version) {
        return platform.chute(GPU_CHUTE).instances().stream()
                .filter(instance -> instance.version() == version)
                .findFirst()
                .orElseThrow();
    }

    private Stream<String> calls(int count) {
        return IntStream.range(0, count).mapToObj(_ -> version(post(GREET, "{}")));
    }

    private static String version(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("X-Chutes-Version").orElseThrow();
    }

    private HttpResponse<String> bobs(String path) {
        return platform.http.post(path, "{}", TestPlatform.bearer(platform.bobsKey));
    }

    private HttpResponse<String> post(String path, String body, String... headers) {
        String[] all = Stream.concat(Stream.of(platform.authorization()), Stream.of(headers))
                .toArray(String[]::new);
        return platform.http.post(path, body, all);
    }

    private HttpResponse<String> delete(String path) {
        return platform.http.send(
                platform.http.request(path, platform.authorization()).DELETE());
    }
}
