package io.chutes.platform.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.api.Action;
import io.chutes.platform.api.CreatedKey;
import io.chutes.platform.api.KeySettings;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.api.RegisteredAccount;
import io.chutes.platform.api.Resource;
import io.chutes.platform.api.Role;
import io.chutes.platform.api.Scope;
import io.chutes.platform.server.access.Permission;
import io.chutes.platform.server.access.Permissions;
import io.chutes.platform.server.billing.BillingConfig;
import io.chutes.platform.server.fleet.NodeCredential;
import io.chutes.platform.server.fleet.TestPlatform;
import io.chutes.platform.server.image.RegistryConfig;
import io.chutes.platform.server.secret.MasterKeys;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every route of the platform, by the table itself, for every kind of caller. */
final class PermissionsTest {
    private static final String NODE_TOKEN = "n".repeat(32);
    private static final AtomicInteger COUNT = new AtomicInteger();

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static PlatformServer platform;
    private static Database database;
    private static String expired;
    private static String revoked;

    @BeforeAll
    static void start(@TempDir Path registry) throws Exception {
        String url = TestDatabase.freshUrl();
        platform = PlatformServer.start(new PlatformConfig(
                url,
                "postgres",
                "postgres",
                "127.0.0.1",
                0,
                "p".repeat(32),
                MasterKeys.parse(MasterKeys.generate("k1"), "this test"),
                new RegistryConfig.BuiltIn(registry),
                List.of(new NodeCredential("one", NODE_TOKEN)),
                true,
                BillingConfig.NONE,
                AccessConfig.EMBEDDED));
        database = Database.open(url, "postgres", "postgres");
        String admin = register().key();
        CreatedKey dying = make(admin, true, List.of(), Instant.now().plus(Duration.ofHours(1)));
        expired = dying.key();
        database.jdbi()
                .useHandle(handle -> handle.execute(
                        "update api_key set expires_at = now() - interval '1 hour' where id = ?",
                        dying.state().id()));
        CreatedKey gone = make(admin, true, List.of(), null);
        revoked = gone.key();
        assertThat(status("DELETE", "/v1/keys/" + gone.state().id(), admin)).isEqualTo(204);
    }

    @AfterAll
    static void stop() {
        HTTP.close();
        platform.close();
        database.close();
    }

    @TestFactory
    Stream<DynamicTest> everyRouteForEveryCaller() {
        return Permissions.platform().rows().entrySet().stream().flatMap(row -> methods(row.getKey())
                .map(method -> DynamicTest.dynamicTest(
                        method + " " + path(row), () -> check(method, path(row), row.getValue()))));
    }

    private static void check(String method, String path, Permission permission) throws Exception {
        switch (permission) {
            // What a payment provider sends is let in by its signature, which nothing here has.
            case Permission.Open _
            when path.equals("/v1/deposits/webhook") ->
                assertThat(status(method, path, null)).isEqualTo(401);
            case Permission.Open _ -> assertAdmitted(method, path, null);
            case Permission.AnyKey _ -> {
                assertKeysThatAreNone(method, path);
                assertAdmitted(
                        method, path, withScopes(Set.of(), List.of(new Scope(Resource.EVENTS, "none", Action.READ))));
            }
            case Permission.Key key -> {
                assertKeysThatAreNone(method, path);
                assertThat(status(method, path, NODE_TOKEN)).isEqualTo(401);
                checkScopes(method, path, key);
            }
            case Permission.Node _ -> {
                assertKeysThatAreNone(method, path);
                assertThat(status(method, path, register().key())).isEqualTo(401);
                assertAdmitted(method, path, NODE_TOKEN);
            }
            case Permission.Registry _ -> {
                assertKeysThatAreNone(method, path);
                if (path.equals("/v2") || path.equals("/v2/token")) {
                    assertThat(status(method, path, withScopes(Set.of(), allBut(Resource.IMAGES))))
                            .isEqualTo(method.equals("GET") ? 200 : 405);
                } else {
                    checkRegistry(method);
                }
            }
        }
    }

    /** The registry asks for itself what a request needs, by its method and the account of its repository. */
    private static void checkRegistry(String method) throws Exception {
        RegisteredAccount account = registerWith(Set.of("developer"));
        String manifest = "/v2/" + account.name() + "/thing/manifests/latest";
        if (List.of("POST", "PATCH").contains(method)) {
            assertThat(status(method, manifest, account.key())).isEqualTo(405);
            return;
        }
        Action action =
                switch (method) {
                    case "GET" -> Action.READ;
                    case "PUT" -> Action.WRITE;
                    default -> Action.DELETE;
                };
        var right = new Scope(Resource.IMAGES, Scope.ALL, action);
        String wrong = make(account.key(), false, allBut(Resource.IMAGES, action), null)
                .key();

        assertThat(status(method, manifest, wrong)).as("without %s", right).isEqualTo(403);
        assertThat(status(method, manifest, admin(Set.of("developer"))))
                .as("as another account")
                .isEqualTo(403);
        assertThat(status(
                        method,
                        manifest,
                        make(account.key(), false, List.of(right), null).key()))
                .as("with %s", right)
                .isEqualTo(method.equals("PUT") ? 400 : 404);
    }

    private static void checkScopes(String method, String path, Permission.Key key) throws Exception {
        if (key.roles().isEmpty()) {
            checkScopes(method, path, key, Set.of());
            return;
        }
        assertThat(status(method, path, admin(Set.of()))).as("without the role").isEqualTo(403);
        for (Role role : key.roles()) {
            checkScopes(method, path, key, Set.of(role.name().toLowerCase(Locale.ROOT)));
        }
    }

    private static void checkScopes(String method, String path, Permission.Key key, Set<String> roles)
            throws Exception {
        String id = key.id() == null ? Scope.ALL : key.id().replaceAll("\\{[a-z]+}", thing(path));
        var right = new Scope(key.resource(), id, key.action());

        assertThat(status(method, path, withScopes(roles, allBut(key.resource(), key.action()))))
                .as("with all scopes but the right one")
                .isEqualTo(403);
        if (!id.equals(Scope.ALL)) {
            assertThat(status(
                            method, path, withScopes(roles, List.of(new Scope(key.resource(), "else", key.action())))))
                    .as("with the right scope for another thing")
                    .isEqualTo(403);
        }
        assertAdmitted(method, path, withScopes(roles, List.of(right)));
    }

    private static void assertKeysThatAreNone(String method, String path) throws Exception {
        var keys = new ArrayList<@Nullable String>(
                List.of("garbage", "ck_0123456789abcdef_" + "0".repeat(40), expired, revoked));
        keys.add(null);
        for (String key : keys) {
            assertThat(status(method, path, key)).as("with %s", key).isEqualTo(401);
        }
    }

    private static void assertAdmitted(String method, String path, @Nullable String credential) throws Exception {
        assertThat(status(method, path, credential)).as("with what it needs").isNotIn(401, 403, 429, 500, 503);
    }

    private static Stream<String> methods(String route) {
        String method = route.substring(0, route.indexOf(' '));
        return method.equals("*") ? Stream.of("GET", "POST", "PUT", "PATCH", "DELETE") : Stream.of(method);
    }

    private static String path(Map.Entry<String, Permission> row) {
        String path = row.getKey().substring(row.getKey().indexOf(' ') + 1);
        return path.replaceAll("<image>", "thing/thing@sha256:" + "0".repeat(64))
                .replaceAll("[<{][a-z]+[>}]", thing(path));
    }

    /** A name that a thing of that path can have. */
    private static String thing(String path) {
        return path.startsWith("/v1/secrets") ? "THING" : "thing";
    }

    private static List<Scope> allBut(Resource resource, Action action) {
        return Stream.of(Resource.values())
                .flatMap(one -> Stream.of(Action.values()).map(other -> new Scope(one, Scope.ALL, other)))
                .filter(scope -> scope.resource() != resource || scope.action() != action)
                .toList();
    }

    private static List<Scope> allBut(Resource resource) {
        return Stream.of(Resource.values())
                .filter(one -> one != resource)
                .flatMap(one -> Stream.of(Action.values()).map(other -> new Scope(one, Scope.ALL, other)))
                .toList();
    }

    /** A key of a new account that allows just that. */
    private static String withScopes(Set<String> roles, List<Scope> scopes) throws Exception {
        return make(admin(roles), false, scopes, null).key();
    }

    private static String admin(Set<String> roles) throws Exception {
        return registerWith(roles).key();
    }

    private static RegisteredAccount registerWith(Set<String> roles) throws Exception {
        RegisteredAccount account = register();
        database.jdbi()
                .useHandle(handle -> roles.forEach(role -> handle.execute(
                        "insert into account_role (account_id, role) select id, ? from account where name = ?",
                        role,
                        account.name())));
        return account;
    }

    private static RegisteredAccount register() throws Exception {
        String body = "{\"name\":\"account-%d\"}".formatted(COUNT.incrementAndGet());
        return PlatformJson.mapper().readValue(body("POST", "/v1/accounts", null, body), RegisteredAccount.class);
    }

    private static CreatedKey make(String key, boolean admin, List<Scope> scopes, @Nullable Instant end)
            throws Exception {
        String settings = TestPlatform.json(new KeySettings("a key", admin, scopes, end, null));
        return PlatformJson.mapper().readValue(body("POST", "/v1/keys", key, settings), CreatedKey.class);
    }

    private static String body(String method, String path, @Nullable String credential, String body)
            throws IOException, InterruptedException {
        return HTTP.send(request(method, path, credential, body), BodyHandlers.ofString())
                .body();
    }

    /** Of the head of the answer: some answers have no end. */
    private static int status(String method, String path, @Nullable String credential)
            throws IOException, InterruptedException {
        var answer = HTTP.send(request(method, path, credential, ""), BodyHandlers.ofInputStream());
        answer.body().close();
        return answer.statusCode();
    }

    private static HttpRequest request(String method, String path, @Nullable String credential, String body) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + platform.port() + path))
                .method(method, BodyPublishers.ofString(body));
        return credential == null
                ? request.build()
                : request.header("Authorization", "Bearer " + credential).build();
    }
}
