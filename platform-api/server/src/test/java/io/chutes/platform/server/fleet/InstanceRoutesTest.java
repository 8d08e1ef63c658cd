package io.chutes.platform.server.fleet;

import static io.chutes.platform.server.fleet.TestPlatform.GPU_CHUTE;
import static io.chutes.platform.server.fleet.TestPlatform.gpus;
import static io.chutes.platform.server.fleet.TestPlatform.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.platform.api.InstanceState;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.server.web.HttpCaller;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class InstanceRoutesTest {
    private final TestPlatform platform = new TestPlatform();
    private final TestNode node = platform.node("one").has(Map.of("L4", 8));

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void keepsWhyAnInstanceFailedLongAfterItIsGone() {
        String id = deployed(1, GPU_CHUTE);
        node.sees(id, InstanceStatus.FAILED).sync();
        platform.clock.advance(Duration.ofDays(30));

        assertThat(platform.chute(GPU_CHUTE).instances()).isEmpty();
        InstanceState failed = TestPlatform.read(get("/v1/instances/" + id), InstanceState.class);
        assertThat(failed.status()).isEqualTo(InstanceStatus.FAILED);
        assertThat(failed.chute()).isEqualTo(GPU_CHUTE);
        assertThat(failed.reason()).isEqualTo("as the node says");
        assertThat(failed.phases()).isNotEmpty();
        assertThat(failed.readyAt()).isNull();
        assertThat(failed.endedAt()).isNotNull();
    }

    @Test
    void pagesThroughAllOfThem() {
        for (int build = 1; build <= 5; build++) {
            deployed(build, "chute-" + build);
        }

        List<String> chutes = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = HttpCaller.json(get("/v1/instances?limit=2" + next));
            page.path("items").forEach(item -> chutes.add(item.path("chute").asText()));
            next = page.path("next").isNull()
                    ? ""
                    : "&cursor=" + page.path("next").asText();
        } while (!next.isEmpty());

        assertThat(chutes).containsExactlyInAnyOrder("chute-1", "chute-2", "chute-3", "chute-4", "chute-5");
    }

    @Test
    void filtersByChuteAndStation() {
        String id = deployed(1, GPU_CHUTE);
        deployed(2, "other");
        node.seesReady(id).sync();

        assertThat(items("?status=ready")).isEqualTo(1);
        assertThat(items("?chute=other")).isEqualTo(1);
        assertThat(items("?chute=other&status=ready")).isZero();
        assertThat(get("/v1/instances?status=READY").statusCode()).isEqualTo(422);
    }

    @Test
    void showsOnlyTheAccountsOwn() {
        String id = deployed(1, GPU_CHUTE);
        String[] bob = TestPlatform.bearer(platform.bobsKey);

        assertThat(platform.http.get("/v1/instances/" + id, bob).statusCode()).isEqualTo(404);
        assertThat(HttpCaller.json(platform.http.get("/v1/instances", bob)).path("items"))
                .isEmpty();
    }

    private String deployed(int build, String name) {
        node.sync();
        platform.deploy(build, manifest(name, gpus(1)));
        platform.settle();
        return platform.chute(name).instances().getFirst().id();
    }

    private int items(String query) {
        return HttpCaller.json(get("/v1/instances" + query)).path("items").size();
    }

    private HttpResponse<String> get(String path) {
        return platform.http.get(path, platform.authorization());
    }
}
