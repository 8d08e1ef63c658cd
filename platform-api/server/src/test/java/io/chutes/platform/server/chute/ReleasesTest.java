package io.chutes.platform.server.chute;

import static io.chutes.platform.server.fleet.TestPlatform.GPU_CHUTE;
import static io.chutes.platform.server.fleet.TestPlatform.endpoint;
import static io.chutes.platform.server.fleet.TestPlatform.gpus;
import static io.chutes.platform.server.fleet.TestPlatform.json;
import static io.chutes.platform.server.fleet.TestPlatform.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.platform.api.Canary;
import io.chutes.platform.api.ChuteState;
import io.chutes.platform.api.ChuteVersion;
import io.chutes.platform.api.CostEstimate.Span;
import io.chutes.platform.api.Deployment;
import io.chutes.platform.api.DeploymentPlan;
import io.chutes.platform.api.DeploymentPlan.ContractChange;
import io.chutes.platform.api.DeploymentPlan.GpuOffer;
import io.chutes.platform.api.InstanceState;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.NewRollout;
import io.chutes.platform.api.NewVersion;
import io.chutes.platform.api.Rollout;
import io.chutes.platform.api.Rollout.Cause;
import io.chutes.platform.api.Split;
import io.chutes.platform.manifest.Hardware;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestJson;
import io.chutes.platform.manifest.TimeoutsSpec;
import io.chutes.platform.server.fleet.TestNode;
import io.chutes.platform.server.fleet.TestPlatform;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.HttpCaller;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ReleasesTest {
    private static final Manifest COMPATIBLE = manifest(GPU_CHUTE, gpus(2));
    private static final Manifest BREAKING =
            manifest(GPU_CHUTE, gpus(1), TimeoutsSpec.DEFAULT, List.of(endpoint("count", "GET", "/count")));

    private final TestPlatform platform = new TestPlatform();

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void makesNoChuteForWhoeverHasJustGivenTheRoleBack() {
        var chutes = new Chutes(platform.database.jdbi(), platform.clock);
        platform.database.jdbi().useHandle(handle -> handle.execute("delete from account_role"));

        ApiException refused = catchThrowableOfType(ApiException.class, () -> platform.database
                .jdbi()
                .useTransaction(handle -> chutes.claim(handle, alice(handle), "late", platform.clock.instant())));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.detail()).contains("PUT /v1/me/roles/developer");
    }

    @Test
    void makesNoChuteForAnAccountThatHasJustLeft() {
        var chutes = new Chutes(platform.database.jdbi(), platform.clock);
        platform.database.jdbi().useHandle(handle -> handle.execute("update account set deleted_at = now()"));

        assertThatThrownBy(() -> platform.database
                        .jdbi()
                        .useTransaction(
                                handle -> chutes.claim(handle, alice(handle), "late", platform.clock.instant())))
                .hasMessage("The account was deleted");
    }

    private static long alice(Handle handle) {
        return handle.createQuery("select id from account where name = 'alice'")
                .mapTo(Long.class)
                .one();
    }

    @Test
    void plansWithoutChangingAnything() {
        platform.deploy(1, manifest(GPU_CHUTE, gpus(1)));
        String before = everything();
        String image = platform.push(
                2,
                ManifestJson.write(manifest(
                        GPU_CHUTE,
                        new Hardware.Gpu(2, 24, Set.of("A40", "L4", "A10", "A4000"), Set.of("A10"), null),
                        TimeoutsSpec.DEFAULT,
                        List.of(endpoint("greet")))));

        DeploymentPlan plan = read(post("/v1/chutes/plan", new NewVersion(image)), 200, DeploymentPlan.class);

        assertThat(plan.serving()).isEqualTo(1);
        assertThat(plan.version()).isNull();
        assertThat(plan.changes())
                .contains(
                        new ContractChange(true, "count", "POST /count is gone"),
                        new ContractChange(false, "chute", "hardware.count was 1 and is 2"),
                        new ContractChange(false, "chute", "hardware.minVramGb was 0 and is 24"));
        assertThat(plan.breakingChanges()).hasSize(1);
        assertThat(plan.gpus())
                .containsExactly(
                        new GpuOffer("L4", "NVIDIA L4", 24, Money.of("0.50")),
                        new GpuOffer("A40", "NVIDIA A40", 48, Money.of("1")));
        assertThat(plan.cost().hourly()).isEqualTo(span("0.50", "1"));
        assertThat(plan.cost().coldStart()).isEqualTo(span("0", "0"));
        assertThat(plan.cost().idleTail()).isEqualTo(span("0.041666667", "0.083333333"));
        assertThat(plan.cost().monthlyFloor()).isEqualTo(span("365", "730"));
        assertThat(plan.cost().notes()).anyMatch(note -> note.contains("With minInstances = 1"));
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void plansANewChuteOfCoresAndAnImageThatIsAVersion() {
        String image = platform.push(1, ManifestJson.write(manifest("adder", new Hardware.Cpu(2, 4))));
        DeploymentPlan plan = read(post("/v1/chutes/plan", new NewVersion(image)), 200, DeploymentPlan.class);

        assertThat(plan.serving()).isNull();
        assertThat(plan.changes()).isEmpty();
        assertThat(plan.gpus()).isEmpty();
        assertThat(plan.cost().hourly()).isEqualTo(span("0.076", "0.076"));

        assertThat(platform.deploy(image).statusCode()).isEqualTo(201);
        DeploymentPlan again = read(post("/v1/chutes/plan", new NewVersion(image)), 200, DeploymentPlan.class);
        assertThat(again.version()).isEqualTo(1);
        assertThat(again.changes()).isEmpty();
    }

    @Test
    void refusesToHurtCallersAndNamesEachChangeThatWould() {
        platform.deploy(1, manifest(GPU_CHUTE, gpus(1)));
        String image = platform.push(2, ManifestJson.write(BREAKING));

        JsonNode problem = HttpCaller.json(platform.deploy(image));
        assertThat(problem.path("status").asInt()).isEqualTo(422);
        assertThat(problem.path("detail").asText())
                .contains("version 1", "greet: POST /greet is gone", "allowBreaking");
        assertThat(problem.path("errors"))
                .allMatch(error -> error.path("rule").asText().equals("breaking"));
        assertThat(problem.path("errors")).hasSizeGreaterThan(1);
        assertThat(platform.chute(GPU_CHUTE).version()).isEqualTo(1);

        assertThat(read(post("/v1/chutes", new Deployment(image, true)), 201, ChuteState.class)
                        .version())
                .isEqualTo(2);
    }

    @Test
    void rollsBackToAnyVersionThatHasServed() {
        versions(3);

        Rollout back = rollOut(new NewRollout(1));

        assertThat(back.cause()).isEqualTo(Cause.ROLLED_BACK);
        assertThat(platform.chute(GPU_CHUTE).version()).isEqualTo(1);
        assertThat(rollouts())
                .extracting(Rollout::number, Rollout::version, Rollout::cause)
                .containsExactly(
                        tuple(4, 1, Cause.ROLLED_BACK),
                        tuple(3, 3, Cause.DEPLOYED),
                        tuple(2, 2, Cause.DEPLOYED),
                        tuple(1, 1, Cause.DEPLOYED));
        assertThat(rollOut(new NewRollout(1))).isEqualTo(back);
    }

    @Test
    void rollsBackFromWhatHurtsWithoutBeingAskedTwice() {
        platform.deploy(1, manifest(GPU_CHUTE, gpus(1)));
        String image = platform.push(2, ManifestJson.write(BREAKING));
        read(post("/v1/chutes", new Deployment(image, true)), 201, ChuteState.class);

        assertThat(rollOut(new NewRollout(1)).version()).isEqualTo(1);
    }

    @Test
    void theOldVersionServesUntilTheOneRolledBackToIsReady() {
        TestNode node = platform.node("one").has(Map.of("L4", 4));
        node.sync();
        platform.deploy(1, manifest(GPU_CHUTE, gpus(1)));
        platform.deploy(2, COMPATIBLE);
        platform.settle();
        node.seesReady(node.only().id()).sync();

        rollOut(new NewRollout(1));
        platform.settle();
        assertThat(byVersion(2).status()).isEqualTo(InstanceStatus.READY);
        node.seesReady(byVersion(1).id()).sync();
        platform.settle();

        assertThat(byVersion(1).status()).isEqualTo(InstanceStatus.READY);
        assertThat(byVersion(2).status()).isEqualTo(InstanceStatus.DRAINING);
        assertThat(byVersion(2).reason()).isEqualTo("replaced by version 1");
    }

    @Test
    void makesAVersionThatDoesNotServeUntilItIsPromoted() {
        platform.deploy(1, manifest(GPU_CHUTE, gpus(1)));
        String image = platform.push(2, ManifestJson.write(COMPATIBLE));

        ChuteVersion made = read(post("/v1/chutes/hello/versions", new NewVersion(image)), 201, ChuteVersion.class);
        ChuteVersion again = read(post("/v1/chutes/hello/versions", new NewVersion(image)), 200, ChuteVersion.class);
        assertThat(again).isEqualTo(made);
        assertThat(made.image()).isEqualTo(image);
        assertThat(platform.chute(GPU_CHUTE).version()).isEqualTo(1);

        assertThat(rollOut(new NewRollout(2)).cause()).isEqualTo(Cause.PROMOTED);
        assertThat(platform.chute(GPU_CHUTE).image()).isEqualTo(image);
        assertThat(HttpCaller.json(get("/v1/chutes/hello/versions?limit=1"))
                        .at("/items/0/version")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void refusesVersionsOfOtherChutesAndOfNone() {
        String image = platform.push(1, ManifestJson.write(manifest("other", gpus(1))));

        assertThat(post("/v1/chutes/hello/versions", new NewVersion(image)).statusCode())
                .isEqualTo(422);
        assertThat(post("/v1/chutes/other/versions", new NewVersion(image)).statusCode())
                .isEqualTo(404);
    }

    @Test
    void triesAVersionOutAndGivesItUp() {
        platform.deploy(1, manifest(GPU_CHUTE, gpus(1)));
        read(post("/v1/chutes/hello/versions", new NewVersion(pushed(2, COMPATIBLE))), 201, ChuteVersion.class);

        Rollout tried = rollOut(new NewRollout(2, 10, null, null));
        assertThat(tried.version()).isEqualTo(1);
        assertThat(tried.canary()).isEqualTo(new Canary(2, 10, Split.CALLS));
        assertThat(platform.chute(GPU_CHUTE).canary()).isEqualTo(tried.canary());

        Rollout givenUp = rollOut(new NewRollout(1));
        assertThat(givenUp.canary()).isNull();
        assertThat(givenUp.cause()).isEqualTo(Cause.ROLLED_BACK);
    }

    @Test
    void refusesRolloutsThatCannotBe() {
        platform.deploy(1, manifest(GPU_CHUTE, gpus(1)));
        read(post("/v1/chutes/hello/versions", new NewVersion(pushed(2, BREAKING))), 201, ChuteVersion.class);

        assertRefused(new NewRollout(3), 404, "no version 3");
        assertRefused(new NewRollout(2), 422, "POST /greet is gone");
        assertRefused(new NewRollout(2, 5, null, null), 422, "POST /greet is gone");
        assertRefused(new NewRollout(1, 5, null, null), 422, "is the one that serves");
        assertRefused(new NewRollout(2, 0, null, true), 422, "1 to 100, got 0");
        assertRefused(new NewRollout(2, 101, null, true), 422, "1 to 100, got 101");
        assertThat(rollouts()).hasSize(1);
    }

    @Test
    void doesNotOverwriteWhatTheCallerHasNotSeen() {
        versions(2);
        HttpResponse<String> seen = get("/v1/chutes/hello/rollout");
        String tag = seen.headers().firstValue("ETag").orElseThrow();
        rollOut(new NewRollout(1));

        HttpResponse<String> late = post("/v1/chutes/hello/rollouts", new NewRollout(2), "If-Match", tag);
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(platform.chute(GPU_CHUTE).version()).isEqualTo(1);

        String now =
                get("/v1/chutes/hello/rollout").headers().firstValue("ETag").orElseThrow();
        assertThat(post("/v1/chutes/hello/rollouts", new NewRollout(2), "If-Match", now)
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void doesTheSameRequestOnce() {
        versions(2);
        String key = UUID.randomUUID().toString();

        HttpResponse<String> first = post("/v1/chutes/hello/rollouts", new NewRollout(1), "Idempotency-Key", key);
        rollOut(new NewRollout(2));
        HttpResponse<String> repeated = post("/v1/chutes/hello/rollouts", new NewRollout(1), "Idempotency-Key", key);

        assertThat(repeated.body()).isEqualTo(first.body());
        assertThat(platform.chute(GPU_CHUTE).version()).isEqualTo(2);
    }

    @Test
    void deploymentsAtOnceAreOneAfterTheOther() {
        List<CompletableFuture<HttpResponse<String>>> deployments = IntStream.rangeClosed(1, 8)
                .mapToObj(build -> pushed(build, manifest(GPU_CHUTE, gpus(1))))
                .map(image -> CompletableFuture.supplyAsync(() -> platform.deploy(image)))
                .toList();
        deployments.forEach(deployment -> assertThat(deployment.join().statusCode())
                .as(deployment.join().body())
                .isEqualTo(201));

        assertThat(rollouts()).extracting(Rollout::version).containsExactly(8, 7, 6, 5, 4, 3, 2, 1);
        assertThat(platform.chute(GPU_CHUTE).version()).isEqualTo(8);
    }

    @Test
    void keepsTheHistoryOfRollouts() {
        versions(1);

        for (String change : List.of("update chute_rollout set version = 1", "delete from chute_rollout")) {
            assertThatThrownBy(() -> platform.database.jdbi().useHandle(handle -> handle.execute(change)))
                    .hasMessageContaining("is history");
        }
    }

    @Test
    void ignoresNoSettingThatItDoesNotKnow() {
        versions(1);
        var put = platform.http
                .request("/v1/chutes/hello/access", platform.authorization())
                .PUT(BodyPublishers.ofString("{\"callers\":\"shared\",\"maxInstances\":3}"));

        HttpResponse<String> answer = platform.http.send(put);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("maxInstances");
    }

    private void versions(int count) {
        for (int build = 1; build <= count; build++) {
            platform.deploy(build, manifest(GPU_CHUTE, gpus(1)));
        }
    }

    private String pushed(int build, Manifest manifest) {
        return platform.push(build, ManifestJson.write(manifest));
    }

    private Rollout rollOut(NewRollout wanted) {
        return read(post("/v1/chutes/hello/rollouts", wanted), 201, Rollout.class);
    }

    private List<Rollout> rollouts() {
        JsonNode items = HttpCaller.json(get("/v1/chutes/hello/rollouts")).path("items");
        return Stream.of(TestPlatform.read(items, Rollout[].class)).toList();
    }

    private void assertRefused(NewRollout wanted, int status, String why) {
        HttpResponse<String> answer = post("/v1/chutes/hello/rollouts", wanted);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(HttpCaller.json(answer).path("detail").asText()).contains(why);
    }

    private InstanceState byVersion(int version) {
        return platform.chute(GPU_CHUTE).instances().stream()
                .filter(instance -> instance.version() == version)
                .findFirst()
                .orElseThrow();
    }

    private static Span span(String least, String most) {
        return new Span(Money.of(least), Money.of(most));
    }

    /** All rows that a plan could have touched. */
    private String everything() {
        return platform.database.jdbi().withHandle(handle -> Stream.of(
                        "chute", "chute_version", "chute_rollout", "chute_share", "event", "instance", "ledger_entry")
                .map(table -> handle.createQuery("select coalesce(json_agg(t)::text, '') from " + table + " t")
                        .mapTo(String.class)
                        .one())
                .toList()
                .toString());
    }

    private HttpResponse<String> get(String path) {
        return platform.http.get(path, platform.authorization());
    }

    private HttpResponse<String> post(String path, Object body, String... headers) {
        String[] all = Stream.concat(Stream.of(platform.authorization()), Stream.of(headers))
                .toArray(String[]::new);
        return platform.http.post(path, json(body), all);
    }

    private static <T> T read(HttpResponse<String> answer, int status, Class<T> type) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return TestPlatform.read(answer, type);
    }
}
