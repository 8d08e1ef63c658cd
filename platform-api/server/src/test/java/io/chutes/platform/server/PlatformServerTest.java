package io.chutes.platform.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.fleet.Agent;
import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.fleet.Condition;
import io.chutes.platform.fleet.DesiredInstance;
import io.chutes.platform.fleet.NodeOrders;
import io.chutes.platform.fleet.NodeReport;
import io.chutes.platform.fleet.ObservedInstance;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestJson;
import io.chutes.platform.server.billing.BillingConfig;
import io.chutes.platform.server.fleet.NodeCredential;
import io.chutes.platform.server.fleet.TestPlatform;
import io.chutes.platform.server.image.RegistryConfig;
import io.chutes.platform.server.secret.MasterKeys;
import io.chutes.platform.server.storage.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The platform as its launcher starts it: a clock that runs, a loop that turns. */
final class PlatformServerTest {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String NODE_TOKEN = "n".repeat(32);

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void deploysOntoANodeThatWaitsForWork(@TempDir Path registry) throws Exception {
        var config = config(registry, new NodeCredential("one", NODE_TOKEN));
        String manifest = ManifestJson.write(TestPlatform.manifest("hello", TestPlatform.gpus(1)));

        try (var platform = PlatformServer.start(config)) {
            String api = "http://localhost:" + platform.port();
            String key = post(api + "/v1/accounts", "", "{\"name\":\"alice\"}")
                    .path("key")
                    .asText();
            post(api + "/v1/deposits/faucet", key, "{\"id\":\"1\",\"amount\":\"5\"}");
            put(api + "/v1/me/roles/developer", key);
            String image = push(api, key, manifest);
            NodeOrders none = sync(api, 0, List.of());
            assertThat(post(api + "/v1/chutes", key, "{\"image\":\"%s\"}".formatted(image))
                            .path("version")
                            .asInt())
                    .isEqualTo(1);

            NodeOrders orders = sync(api, none.revision(), List.of());

            assertThat(orders.instances()).extracting(DesiredInstance::image).containsExactly(image);
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

    @Test
    void refusesANodeWhoseProviderIsNotThere(@TempDir Path registry) {
        var config = config(registry, new NodeCredential("one", NODE_TOKEN, "nobody"));

        assertThatThrownBy(() -> PlatformServer.start(config))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("node 'one' is to earn for 'nobody'");
    }

    private static PlatformConfig config(Path registry, NodeCredential node) {
        return new PlatformConfig(
                TestDatabase.freshUrl(),
                "postgres",
                "postgres",
                "localhost",
                0,
                "p".repeat(32),
                MasterKeys.none(),
                new RegistryConfig.BuiltIn(registry),
                List.of(node),
                true,
                BillingConfig.NONE,
                AccessConfig.EMBEDDED);
    }

    private NodeOrders sync(String api, long revision, List<ObservedInstance> instances) throws Exception {
        var report = new NodeReport(
                new Agent("only", null),
                "process",
                new Capacity(2, 4, Map.of("L4", 1)),
                Condition.UNKNOWN,
                instances,
                List.of(),
                revision,
                9_000);
        JsonNode answer = post(api + "/v1/nodes/sync", NODE_TOKEN, TestPlatform.json(report));
        return PlatformJson.mapper().treeToValue(answer, NodeOrders.class);
    }

    private void put(String uri, String key) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(uri))
                .header("Authorization", "Bearer " + key)
                .PUT(BodyPublishers.noBody());
        var answer = http.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private JsonNode post(String uri, String secret, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(uri))
                .header("Authorization", "Bearer " + secret)
                .POST(BodyPublishers.ofString(body));
        return PlatformJson.mapper()
                .readTree(http.send(request.build(), BodyHandlers.ofString()).body());
    }

    /** Pushes an image without layers, whose label is that manifest. */
    private String push(String api, String key, String manifest) throws Exception {
        var labels = Map.of("config", Map.of("Labels", Map.of(Manifest.IMAGE_LABEL, manifest)));
        byte[] config = bytes(labels);
        byte[] image = bytes(
                Map.of("schemaVersion", 2, "mediaType", MANIFEST, "config", descriptor(config), "layers", List.of()));
        send("POST", api + "/v2/alice/hello/blobs/uploads/?digest=" + digest(config), key, "text/plain", config);
        send("PUT", api + "/v2/alice/hello/manifests/" + digest(image), key, MANIFEST, image);
        return "alice/hello@" + digest(image);
    }

    private static Map<String, Object> descriptor(byte[] config) throws Exception {
        return Map.of("mediaType", CONFIG, "digest", digest(config), "size", config.length);
    }

    private void send(String method, String uri, String key, String mediaType, byte[] body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(uri))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", mediaType)
                .method(method, BodyPublishers.ofByteArray(body));
        var answer = http.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private static byte[] bytes(Object json) {
        return TestPlatform.json(json).getBytes(StandardCharsets.UTF_8);
    }

    private static String digest(byte[] bytes) throws Exception {
        return "sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
