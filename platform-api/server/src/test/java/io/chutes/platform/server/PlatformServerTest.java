package io.chutes.platform.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.fleet.DesiredInstance;
import io.chutes.platform.fleet.NodeOrders;
import io.chutes.platform.fleet.NodeReport;
import io.chutes.platform.fleet.ObservedInstance;
import io.chutes.platform.manifest.ManifestJson;
import io.chutes.platform.server.fleet.NodeCredential;
import io.chutes.platform.server.fleet.TestPlatform;
import io.chutes.platform.server.storage.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The platform as its launcher starts it: a clock that runs, a loop that turns. */
final class PlatformServerTest {
    private static final String NODE_TOKEN = "n".repeat(32);
    private static final String IMAGE = "alice/hello@sha256:" + "0".repeat(64);

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void deploysOntoANodeThatWaitsForWork() throws Exception {
        var config = new PlatformConfig(
                TestDatabase.freshUrl(),
                "postgres",
                "postgres",
                "localhost",
                0,
                "p".repeat(32),
                List.of(new NodeCredential("one", NODE_TOKEN)),
                true);
        String manifest = ManifestJson.write(TestPlatform.manifest("hello", TestPlatform.gpus(1)));

        try (var platform =
                PlatformServer.start(config, _ -> new ImageRegistry((_, _) -> Optional.of(manifest), List.of()))) {
            String api = "http://localhost:" + platform.port();
            String key = post(api + "/v1/accounts", "", "{\"name\":\"alice\"}")
                    .path("key")
                    .asText();
            post(api + "/v1/deposits/faucet", key, "{\"id\":\"1\",\"amount\":\"5\"}");
            NodeOrders none = sync(api, 0, List.of());
            assertThat(post(api + "/v1/chutes", key, "{\"image\":\"%s\"}".formatted(IMAGE))
                            .path("version")
                            .asInt())
                    .isEqualTo(1);

            NodeOrders orders = sync(api, none.revision(), List.of());

            assertThat(orders.instances()).extracting(DesiredInstance::image).containsExactly(IMAGE);
            String id = orders.instances().getFirst().id();
            sync(
                    api,
                    0,
                    List.of(new ObservedInstance(
                            id, InstanceStatus.READY, "up", URI.create("http://localhost:1"), List.of())));
            var shown = HttpRequest.newBuilder(URI.create(api + "/v1/chutes/hello"))
                    .header("Authorization", "Bearer " + key);
            assertThat(PlatformJson.mapper()
                            .readTree(http.send(shown.build(), BodyHandlers.ofString())
                                    .body())
                            .at("/instances/0/status")
                            .asText())
                    .isEqualTo("ready");
        }
    }

    private NodeOrders sync(String api, long revision, List<ObservedInstance> instances) throws Exception {
        var report =
                new NodeReport("process", new Capacity(2, 4, Map.of("L4", 1)), instances, List.of(), revision, 9_000);
        JsonNode answer = post(api + "/v1/nodes/sync", NODE_TOKEN, TestPlatform.json(report));
        return PlatformJson.mapper().treeToValue(answer, NodeOrders.class);
    }

    private JsonNode post(String uri, String secret, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(uri))
                .header("Authorization", "Bearer " + secret)
                .POST(BodyPublishers.ofString(body));
        return PlatformJson.mapper()
                .readTree(http.send(request.build(), BodyHandlers.ofString()).body());
    }
}
