package io.chutes.platform.server.gateway;

import static io.chutes.platform.server.fleet.TestPlatform.gpus;
import static io.chutes.platform.server.fleet.TestPlatform.json;
import static io.chutes.platform.server.fleet.TestPlatform.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.platform.api.InstanceState;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.NewRollout;
import io.chutes.platform.api.NewVersion;
import io.chutes.platform.manifest.ManifestJson;
import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.server.fleet.TestNode;
import io.chutes.platform.server.fleet.TestPlatform;
import io.chutes.platform.server.web.HttpCaller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** New versions that fail are given up by themselves. */
final class RolledBackTest {
    private static final List<Upstream> UPSTREAMS = new ArrayList<>();
    private static final ScalingSpec ALWAYS_ONE = new ScalingSpec(1, 64, 1, 1, 0.75, Duration.ofMinutes(5));
    private static final ScalingSpec ONLY_WHEN_CALLED = new ScalingSpec(1, 64, 0, 1, 0.75, Duration.ofMinutes(5));
    private static int chutes;
    private static int builds;

    private static TestPlatform platform;
    private static TestNode node;

    private String chute = "";

    @BeforeAll
    static void start() {
        platform = new TestPlatform();
        node = platform.node("one").has(Map.of("L4", 64));
    }

    @AfterAll
    static void stop() {
        platform.close();
        UPSTREAMS.forEach(Upstream::close);
    }

    @BeforeEach
    void serveOneVersion() {
        chute = "chute-" + ++chutes;
        node.has(Map.of("L4", 64)).sync();
        deploy();
        ready(1, 200);
        call(30);
        platform.settle();
    }

    @AfterEach
    void end() {
        platform.delete(chute);
        platform.settle();
    }

    @Test
    void whatFailsManyCallsGivesWayToTheVersionBefore() {
        deploy();
        ready(2, 500);
        platform.settle();
        call(19);
        platform.settle();
        assertThat(platform.chute(chute).version()).isEqualTo(2);

        call(1);
        platform.settle();

        assertThat(platform.chute(chute).version()).isEqualTo(1);
        JsonNode event = rolledBack();
        assertThat(event.path("message").asText())
                .isEqualTo(
                        "Version 1 gets all calls again: 20 of 20 calls (100.0 %) of version 2 failed, of version 1 0 of 30 calls (0.0 %)");
        assertThat(event.at("/actor/name").asText()).isEqualTo("platform");
        assertThat(event.at("/data/failedVersion").asText()).isEqualTo("2");
        assertThat(event.at("/data/failedCalls").asText()).isEqualTo("20");
        assertThat(event.at("/data/formerCalls").asText()).isEqualTo("30");
        assertThat(statuses(2)).as("it serves until the other does").contains(InstanceStatus.READY);
        ready(1, 200);
        platform.settle();
        assertThat(call(1)).isEqualTo(200);
        assertThat(statuses(2)).containsOnly(InstanceStatus.DRAINING);
    }

    @Test
    void whatIsTriedOutAndFailsIsTriedOutNoMore() {
        String image = platform.push(++builds, ManifestJson.write(manifest(chute, gpus(1))));
        post("/v1/chutes/" + chute + "/versions", json(new NewVersion(image)));
        post("/v1/chutes/" + chute + "/rollouts", json(new NewRollout(2, 90, null, null)));
        platform.settle();
        ready(2, 503);

        call(60);
        platform.settle();

        assertThat(platform.chute(chute).canary()).isNull();
        assertThat(platform.chute(chute).version()).isEqualTo(1);
        assertThat(call(1)).isEqualTo(200);
        assertThat(rolledBack().path("message").asText()).contains("Version 1 gets all calls again: ");
    }

    @Test
    void whatDoesNotStartIsGivenUpWhileTheVersionBeforeServes() {
        deploy();
        for (int start = 0; start < 3; start++) {
            assertThat(call(1)).isEqualTo(200);
            node.sees(instance(2).id(), InstanceStatus.FAILED).sync();
            platform.clock.advance(Duration.ofSeconds(8));
            node.sync();
            platform.settle();
        }

        assertThat(platform.chute(chute).version()).isEqualTo(1);
        assertThat(rolledBack().path("message").asText())
                .isEqualTo(
                        "Version 1 gets all calls again: 3 instances of version 2 failed, the last one since: as the node says");
        assertThat(call(1)).isEqualTo(200);
        assertThat(statuses(1)).containsExactly(InstanceStatus.READY);
    }

    @Test
    void whatFailsSlowlyIsGivenUpThoughNobodyCalls() {
        deploy(ONLY_WHEN_CALLED);
        for (int start = 0; start < 3; start++) {
            failSlowly();
            assertThat(statuses(1)).containsExactly(InstanceStatus.READY);
            goOn(Duration.ofSeconds(8));
        }

        assertThat(platform.chute(chute).version()).isEqualTo(1);
        assertThat(rolledBack().path("message").asText()).contains("3 instances of version 2 failed");
        assertThat(statuses(1)).containsExactly(InstanceStatus.READY);
    }

    @Test
    void whatFailedAndHasNoRoomIsNotWaitedForByTheVersionBefore() {
        deploy(ONLY_WHEN_CALLED);
        failSlowly();
        node.has(Map.of("L4", 1));
        goOn(Duration.ofSeconds(8));

        assertThat(statuses(1)).containsExactly(InstanceStatus.DRAINING);
        assertThat(statuses(2)).isEmpty();
        assertThat(platform.chute(chute).version()).isEqualTo(2);
    }

    @Test
    void whatIsNewNoMoreOrWasRolledBackToStaysHoweverItFails() {
        deploy();
        ready(2, 500);
        platform.settle();
        platform.clock.advance(Duration.ofMinutes(10));
        node.sync();
        call(40);
        platform.settle();
        assertThat(platform.chute(chute).version()).isEqualTo(2);

        post("/v1/chutes/" + chute + "/rollouts", json(new NewRollout(1)));
        platform.settle();
        ready(1, 500);
        platform.settle();
        call(40);
        platform.settle();

        assertThat(platform.chute(chute).version()).isEqualTo(1);
    }

    private void deploy() {
        deploy(ALWAYS_ONE);
    }

    private void deploy(ScalingSpec scaling) {
        platform.deploy(++builds, manifest(chute, gpus(1), scaling));
        platform.settle();
    }

    /** A start of version 2 that takes longer than a chute may be idle. */
    private void failSlowly() {
        String id = instance(2).id();
        node.sees(id, InstanceStatus.STARTING);
        goOn(Duration.ofMinutes(6));
        node.sees(id, InstanceStatus.FAILED);
        goOn(Duration.ZERO);
    }

    private void goOn(Duration time) {
        platform.clock.advance(time);
        node.sync();
        platform.settle();
    }

    private void ready(int version, int status) {
        var upstream = new Upstream(exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        UPSTREAMS.add(upstream);
        node.sees(instance(version).id(), InstanceStatus.READY, upstream.address())
                .sync();
    }

    private InstanceState instance(int version) {
        return platform.chute(chute).instances().stream()
                .filter(instance -> instance.version() == version)
                .filter(instance -> !instance.status().isFinal() && instance.status() != InstanceStatus.DRAINING)
                .findFirst()
                .orElseThrow();
    }

    private List<InstanceStatus> statuses(int version) {
        return platform.chute(chute).instances().stream()
                .filter(instance -> instance.version() == version)
                .map(InstanceState::status)
                .filter(status -> !status.isFinal())
                .toList();
    }

    /** The status of the last of so many. */
    private int call(int count) {
        int status = 0;
        for (int i = 0; i < count; i++) {
            status = post("/c/alice/" + chute + "/greet", "{}");
        }
        return status;
    }

    private static int post(String path, String body) {
        return platform.http.post(path, body, platform.authorization()).statusCode();
    }

    private JsonNode rolledBack() {
        return HttpCaller.json(
                        platform.http.get("/v1/events?type=chute.rolled-back&chute=" + chute, platform.authorization()))
                .path("items")
                .path(0);
    }
}
