package io.chutes.platform.server;

import static io.chutes.platform.server.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.platform.api.Budget;
import io.chutes.platform.api.ChuteAccess;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.NewBudget;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.manifest.Hardware;
import io.chutes.platform.manifest.JobSpec;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestJson;
import io.chutes.platform.server.access.Permissions;
import io.chutes.platform.server.billing.BillingConfig;
import io.chutes.platform.server.billing.WebhookCalls;
import io.chutes.platform.server.fleet.TestPlatform;
import io.chutes.platform.server.image.RegistryConfig;
import io.chutes.platform.server.secret.MasterKeys;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.TestDatabase;
import io.chutes.platform.server.web.Ingress;
import io.chutes.platform.server.web.RateLimits;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every route that changes something writes an event of it, and every route that is about something of an account is closed to
 * others, who might do everything with theirs. A new one that is or does otherwise fails here.
 */
final class EventOfEveryRouteTest {
    /** Routes that can be asked to write, and of which there is nothing to tell. */
    private static final Map<String, String> WITHOUT = Map.of(
            "POST /v1/chutes/plan", "it changes nothing",
            "POST /v1/nodes/sync", "what nodes tell of is instances, and their events are of the fleet",
            "POST /v1/nodes/logs", "what instances write is in their logs, not in this one",
            "POST /v1/chat/completions", "calls are in the ledger, not in the log",
            "POST /v1/completions", "calls are in the ledger, not in the log",
            "POST /v1/embeddings", "calls are in the ledger, not in the log",
            "* /c/{account}/{chute}", "calls are in the ledger, not in the log",
            "* /c/{account}/{chute}/<path>", "calls are in the ledger, not in the log",
            "* /v2", "it only says that this is a registry");

    /** Routes with something in their path that another account may ask for as well. */
    private static final Map<String, String> FOR_OTHERS = Map.of(
            "POST /v1/deposits/{id}/settlement", "an administrator settles the deposits of all",
            "PUT /v1/secrets/{name}", "it would be a secret of his own",
            "GET /v1/statements/{month}", "a month is everybody's; the statement is his own");

    /** What is asked elsewhere, since it takes an instance. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "GET /v1/jobs/{id}/result", "JobsTest",
            "GET /v1/instances/{id}", "InstanceRoutesTest",
            "GET /v1/instances/{id}/logs", "LogRoutesTest",
            "* /c/{account}/{chute}", "GatewayTest",
            "* /c/{account}/{chute}/<path>", "GatewayTest");

    private static final String BOSS = "ck_" + "a".repeat(16) + "_" + "b".repeat(40);
    private static final String JSON = "application/json";
    private static final String SECRET = "w".repeat(32);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Set<String> called = new TreeSet<>();
    private final Set<String> closed = new TreeSet<>();
    private int port;
    private @Nullable Database database;
    private String key = "";
    private String stranger = "";

    @Test
    void everyRouteThatChangesSomethingWritesAnEvent(@TempDir Path registry) throws Exception {
        String url = TestDatabase.freshUrl();
        var config = new PlatformConfig(
                url,
                "postgres",
                "postgres",
                "127.0.0.1",
                0,
                "p".repeat(32),
                MasterKeys.parse(MasterKeys.generate("k1"), "this test"),
                new RegistryConfig.BuiltIn(registry),
                List.of(),
                true,
                new BillingConfig(BigDecimal.ZERO, Map.of("bank", SECRET)),
                new AccessConfig(
                        AccessConfig.EMBEDDED.developerDeposit(),
                        RateLimits.NONE,
                        null,
                        Ingress.NONE,
                        new AccessConfig.FirstAdmin("boss", BOSS)));
        try (PlatformServer platform = PlatformServer.start(config);
                Database opened = Database.open(url, "postgres", "postgres");
                http) {
            port = platform.port();
            database = opened;
            account();
            money();
            keys();
            secrets();
            chutes();
            nodes();
            leaving();
        }

        Set<String> changing = new TreeSet<>(Permissions.platform().rows().keySet());
        changing.removeIf(route -> route.startsWith("GET "));
        changing.removeAll(WITHOUT.keySet());
        assertThat(called).isEqualTo(changing);
        Set<String> ofAccounts = new TreeSet<>(Permissions.platform().rows().keySet());
        ofAccounts.removeIf(route -> !isOfAccount(route) || ELSEWHERE.containsKey(route));
        assertThat(closed).isEqualTo(ofAccounts);
    }

    private void account() throws Exception {
        key = tells("account.registered", "POST /v1/accounts", "/v1/accounts", "{\"name\":\"alice\"}")
                .path("key")
                .asText();
        String body =
                send("", "POST", "/v1/accounts", "{\"name\":\"mallory\"}", JSON).body();
        stranger = PlatformJson.mapper().readTree(body).path("key").asText();
        Objects.requireNonNull(database)
                .jdbi()
                .useHandle(
                        handle -> handle.execute(
                                "insert into account_role (account_id, role) select id, 'developer' from account where name = 'mallory'"));
    }

    private void money() throws Exception {
        tells(
                "deposit.credited",
                "POST /v1/deposits/faucet",
                "/v1/deposits/faucet",
                "{\"id\":\"a\",\"amount\":\"50\"}");
        pays("deposit.credited", "{\"type\":\"deposit\",\"id\":\"d1\",\"account\":\"alice\",\"amount\":\"10\"}");
        pays("deposit.refunded", "{\"type\":\"refund\",\"id\":\"r1\",\"deposit\":\"d1\",\"amount\":\"4\"}");
        JsonNode waiting = pays(
                "deposit.in-suspense",
                "{\"type\":\"deposit\",\"id\":\"d2\",\"account\":\"nobody-yet\",\"amount\":\"10\"}");
        String own = key;
        key = BOSS;
        tells(
                "deposit.settled",
                "POST /v1/deposits/{id}/settlement",
                "/v1/deposits/" + waiting.path("id").asText() + "/settlement",
                "{\"account\":\"alice\"}");
        key = own;
        String budget = "/v1/budgets/"
                + tells(
                                "budget.created",
                                "POST /v1/budgets",
                                "/v1/budgets",
                                TestPlatform.json(
                                        new NewBudget(Budget.Scope.ACCOUNT, null, Budget.Period.DAY, Money.of("5"))))
                        .path("id")
                        .asText();
        shows("GET /v1/budgets/{id}", budget);
        tells("budget.changed", "PUT /v1/budgets/{id}", budget, "{\"cap\":\"6\"}");
        tells("budget.deleted", "DELETE /v1/budgets/{id}", budget, "");
    }

    private void keys() throws Exception {
        String settings = "{\"name\":\"second\",\"admin\":true,\"scopes\":[]}";
        String second = "/v1/keys/"
                + tells("key.created", "POST /v1/keys", "/v1/keys", settings)
                        .at("/state/id")
                        .asText();
        shows("GET /v1/keys/{id}", second);
        tells("key.changed", "PUT /v1/keys/{id}", second, settings);
        tells("key.revoked", "DELETE /v1/keys/{id}", second, "");
    }

    private void secrets() throws Exception {
        tells("secret.set", "PUT /v1/secrets/{name}", "/v1/secrets/TOKEN", "{\"value\":\"sesame-sesame\"}");
        shows("GET /v1/secrets/{name}", "/v1/secrets/TOKEN");
        tells("secret.deleted", "DELETE /v1/secrets/{name}", "/v1/secrets/TOKEN", "");
        assertThat(count("data::text || message like '%sesame-sesame%'")).isZero();
    }

    private void chutes() throws Exception {
        tells("account.role-granted", "PUT /v1/me/roles/developer", "/v1/me/roles/developer", "");
        String first = push("one");
        String second = push("two");
        tells("chute.deployed", "POST /v1/chutes", "/v1/chutes", "{\"image\":\"%s\"}".formatted(first));
        String job = "/v1/jobs/"
                + tells("job.queued", "POST /v1/jobs/{account}/{chute}/{job}", "/v1/jobs/alice/hello/tidy", "")
                        .path("id")
                        .asText();
        shows("GET /v1/jobs/{id}", job);
        tells("job.cancelled", "DELETE /v1/jobs/{id}", job, "");
        tells(
                "chute.version-created",
                "POST /v1/chutes/{name}/versions",
                "/v1/chutes/hello/versions",
                "{\"image\":\"%s\"}".formatted(second));
        tells("chute.promoted", "POST /v1/chutes/{name}/rollouts", "/v1/chutes/hello/rollouts", "{\"version\":2}");
        tells(
                "chute.access-changed",
                "PUT /v1/chutes/{name}/access",
                "/v1/chutes/hello/access",
                TestPlatform.json(new ChuteAccess(ChuteAccess.Callers.EVERYBODY)));
        tells("chute.warmed-up", "PUT /v1/chutes/{name}/warmup", "/v1/chutes/hello/warmup", "");
        tells("chute.shared", "POST /v1/chutes/{name}/shares", "/v1/chutes/hello/shares", "{\"account\":\"boss\"}");
        tells("chute.unshared", "DELETE /v1/chutes/{name}/shares/{account}", "/v1/chutes/hello/shares/boss", "");
        tells(
                "chute.price-changed",
                "PUT /v1/chutes/{name}/price",
                "/v1/chutes/hello/price",
                "{\"per\":\"request\",\"price\":\"0.1\"}");
        tells("chute.scaled", "PUT /v1/chutes/{name}/scaling", "/v1/chutes/hello/scaling", "{\"maxInstances\":2}");
        tells("chute.scaled", "DELETE /v1/chutes/{name}/scaling", "/v1/chutes/hello/scaling", "");
        for (String part : List.of(
                "",
                "/price",
                "/access",
                "/versions",
                "/rollout",
                "/rollouts",
                "/shares",
                "/scaling",
                "/scaling/decisions",
                "/logs")) {
            shows("GET /v1/chutes/{name}" + part, "/v1/chutes/hello" + part);
        }
        tells("chute.deleted", "DELETE /v1/chutes/{name}", "/v1/chutes/hello", "");
        tells("image.deleted", "DELETE /v1/images/<image>", "/v1/images/" + first, "");
        tells("image.untagged", "* /v2/<path>", "DELETE", "/v2/alice/hello/manifests/two", "");
        tells(
                "image.deleted",
                "* /v2/<path>",
                "DELETE",
                "/v2/alice/hello/manifests/" + second.substring(second.indexOf('@') + 1),
                "");
    }

    private void nodes() throws Exception {
        Objects.requireNonNull(database)
                .jdbi()
                .useHandle(
                        handle -> handle.execute(
                                "insert into account_role (account_id, role) select id, 'provider' from account where name in ('alice', 'mallory')"));
        for (String changed : List.of(key, stranger)) { // what is known of a key is remembered for a moment
            await().until(() -> send(changed, "GET", "/v1/me", "", JSON).body(), me -> me.contains("\"provider\""));
        }
        String token = tells("node.token-created", "POST /v1/nodes/tokens", "/v1/nodes/tokens", "{}")
                .path("token")
                .asText();
        tells("node.joined", "POST /v1/nodes", "/v1/nodes", "{\"token\":\"%s\",\"name\":\"box\"}".formatted(token));
        String unused = tells("node.token-created", "POST /v1/nodes/tokens", "/v1/nodes/tokens", "{}")
                .path("token")
                .asText()
                .split("_", 3)[1];
        tells("node.token-revoked", "DELETE /v1/nodes/tokens/{id}", "/v1/nodes/tokens/" + unused, "");
        shows("GET /v1/nodes/{id}", "/v1/nodes/box");
        tells("node.priced", "PUT /v1/nodes/{id}/prices", "/v1/nodes/box/prices", "{\"gpus\":{\"L4\":\"0.1\"}}");
        tells("node.draining", "POST /v1/nodes/{id}/drain", "/v1/nodes/box/drain", "");
        tells("node.resumed", "DELETE /v1/nodes/{id}/drain", "/v1/nodes/box/drain", "");
        send(key, "POST", "/v1/nodes/box/drain", "", JSON);
        tells("node.deleted", "DELETE /v1/nodes/{id}", "/v1/nodes/box", "");
    }

    private void leaving() throws Exception {
        tells("account.role-given-back", "DELETE /v1/me/roles/developer", "/v1/me/roles/developer", "");
        tells("account.deleted", "DELETE /v1/me", "/v1/me", "");
    }

    private String push(String tag) throws Exception {
        Hardware cpu = new Hardware.Cpu(1, 1);
        Manifest chute = TestPlatform.withJobs(
                TestPlatform.manifest("hello", cpu),
                List.of(new JobSpec("tidy", Duration.ofHours(1), 0, Duration.ofHours(1), null, null)));
        String config = TestPlatform.json(Map.of(
                "author", tag, "config", Map.of("Labels", Map.of(Manifest.IMAGE_LABEL, ManifestJson.write(chute)))));
        String digest = digest(config);
        HttpResponse<String> blob = send(
                key, "POST", "/v2/alice/hello/blobs/uploads/?digest=" + digest, config, "application/octet-stream");
        assertThat(blob.statusCode()).as(blob.body()).isEqualTo(201);
        String manifest = TestPlatform.json(Map.of(
                "schemaVersion",
                2,
                "mediaType",
                "application/vnd.oci.image.manifest.v1+json",
                "config",
                Map.of(
                        "mediaType",
                        "application/vnd.oci.image.config.v1+json",
                        "digest",
                        digest,
                        "size",
                        config.length()),
                "layers",
                List.of()));
        tells("image.pushed", "* /v2/<path>", "PUT", "/v2/alice/hello/manifests/" + tag, manifest);
        return "alice/hello@" + digest(manifest);
    }

    private JsonNode pays(@Nullable String type, String body) throws Exception {
        int before = count("true");
        HttpResponse<String> answer =
                http.send(WebhookCalls.signed(port, "bank", SECRET, body, Instant.now()), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        called.add("POST /v1/deposits/webhook");
        if (type != null) {
            assertThat(typesAfter(before)).contains(type);
        }
        return PlatformJson.mapper().readTree(answer.body());
    }

    private JsonNode tells(String type, String route, String path, String body) throws Exception {
        return tells(type, route, route.substring(0, route.indexOf(' ')), path, body);
    }

    private JsonNode tells(String type, String route, String method, String path, String body) throws Exception {
        int before = count("true");
        String contentType = path.startsWith("/v2/") ? "application/vnd.oci.image.manifest.v1+json" : JSON;
        if (isOfAccount(route)) {
            assertThat(send(stranger, method, path, body, contentType).statusCode())
                    .as("%s %s by somebody else", method, path)
                    .isIn(403, 404);
            closed.add(route);
        }
        HttpResponse<String> answer = send(key, method, path, body, contentType);
        assertThat(answer.statusCode())
                .as("%s %s: %s", method, path, answer.body())
                .isBetween(200, 299);
        assertThat(typesAfter(before)).as("%s %s", method, path).contains(type);
        called.add(route);
        return PlatformJson.mapper().readTree(answer.body());
    }

    private void shows(String route, String path) throws Exception {
        assertThat(send(key, "GET", path, "", JSON).statusCode()).as(path).isEqualTo(200);
        assertThat(send(stranger, "GET", path, "", JSON).statusCode())
                .as("%s to somebody else", path)
                .isEqualTo(404);
        closed.add(route);
    }

    private static boolean isOfAccount(String route) {
        return route.matches(".*[{<].*") && !FOR_OTHERS.containsKey(route);
    }

    private HttpResponse<String> send(String key, String method, String path, String body, String contentType)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, BodyPublishers.ofString(body))
                .header("Content-Type", contentType);
        return http.send(
                key.isEmpty()
                        ? request.build()
                        : request.header("Authorization", "Bearer " + key).build(),
                BodyHandlers.ofString());
    }

    private int count(String which) {
        return Objects.requireNonNull(database).jdbi().withHandle(handle -> handle.createQuery(
                        "select count(*) from event where " + which)
                .mapTo(Integer.class)
                .one());
    }

    private List<String> typesAfter(int events) {
        return Objects.requireNonNull(database).jdbi().withHandle(handle -> handle.createQuery(
                        "select type from event order by id offset :events")
                .bind("events", events)
                .mapTo(String.class)
                .list());
    }

    private static String digest(String text) throws NoSuchAlgorithmException {
        return "sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    }
}
