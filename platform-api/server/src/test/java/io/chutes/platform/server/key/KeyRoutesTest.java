package io.chutes.platform.server.key;

import static io.chutes.platform.server.Patience.await;
import static io.chutes.platform.server.web.HttpCaller.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.platform.api.Action;
import io.chutes.platform.api.CreatedKey;
import io.chutes.platform.api.KeySettings;
import io.chutes.platform.api.KeyState;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.Resource;
import io.chutes.platform.api.Scope;
import io.chutes.platform.server.account.Accounts;
import io.chutes.platform.server.account.TestAccounts;
import io.chutes.platform.server.billing.Ledger;
import io.chutes.platform.server.fleet.TestPlatform;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.TestDatabase;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiServer;
import io.chutes.platform.server.web.Gate;
import io.chutes.platform.server.web.HttpCaller;
import io.chutes.platform.server.web.TestApi;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys as their owners make, see, change and revoke them; on two platforms over one database. */
final class KeyRoutesTest {
    private static final Scope READ_KEYS = new Scope(Resource.KEYS, Scope.ALL, Action.READ);
    private static final Scope WRITE_KEYS = new Scope(Resource.KEYS, Scope.ALL, Action.WRITE);
    private static final Scope CALL_HELLO = new Scope(Resource.CHUTES, "hello", Action.INVOKE);

    private final Database database = TestDatabase.fresh();
    private final Keys keys = new Keys(database, new byte[32], InstantSource.system());
    private final Keys others = new Keys(database, new byte[32], InstantSource.system());
    private ApiServer server;
    private HttpCaller caller;
    private String first;

    @BeforeEach
    void start() {
        var accounts = new Accounts(database, keys);
        server = ApiServer.start(
                "127.0.0.1",
                0,
                TestApi.of(
                        new Gate(keys::authenticate, _ -> Optional.empty()),
                        TestAccounts.routes(database, keys, new Ledger(database)),
                        new KeyRoutes(database, keys, InstantSource.system())));
        caller = new HttpCaller(server);
        first = accounts.register("alice").key();
    }

    @AfterEach
    void stop() {
        caller.close();
        server.close();
        database.close();
    }

    @Test
    void makesAKeyThatIsShownOnce() {
        Instant end = Instant.parse("2999-01-01T00:00:00Z");
        var settings = new KeySettings("ci", false, List.of(CALL_HELLO, READ_KEYS), end, Money.of("5"));

        CreatedKey made = make(first, settings);

        assertThat(made.key()).startsWith("ck_" + made.state().id() + "_");
        assertThat(made.state().settings()).isEqualTo(settings);
        HttpResponse<String> shown = as(made.key(), "/v1/keys/" + made.state().id());
        assertThat(TestPlatform.read(shown, KeyState.class).settings()).isEqualTo(settings);
        assertThat(shown.body()).doesNotContain(made.key().substring(20));
        JsonNode list = json(as(first, "/v1/keys"));
        assertThat(list.at("/items").findValuesAsText("name")).containsExactlyInAnyOrder("first", "ci");
        assertThat(keys.authenticate("Bearer " + made.key()).spendCap()).isEqualTo(Money.of("5"));
    }

    @Test
    void makesOnlyWhatItsMakerHas() {
        CreatedKey maker = make(first, settings(null, WRITE_KEYS, READ_KEYS));

        assertThat(tryToMake(maker.key(), settings(null, READ_KEYS)).statusCode())
                .isEqualTo(201);
        assertThat(tryToMake(maker.key(), settings(null, CALL_HELLO)).statusCode())
                .isEqualTo(403);
        assertThat(tryToMake(maker.key(), admin()).statusCode()).isEqualTo(403);
    }

    @Test
    void makesNothingThatOutlivesOrOutspendsItsMaker() {
        Instant end = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
        CreatedKey mortal = make(first, settings(end, WRITE_KEYS, READ_KEYS));
        CreatedKey capped = make(first, new KeySettings("capped", false, List.of(WRITE_KEYS), null, Money.of("1")));

        assertThat(tryToMake(mortal.key(), settings(null, READ_KEYS)).statusCode())
                .isEqualTo(403);
        assertThat(tryToMake(mortal.key(), settings(end.plusSeconds(1), READ_KEYS))
                        .statusCode())
                .isEqualTo(403);
        assertThat(tryToMake(mortal.key(), settings(end, READ_KEYS)).statusCode())
                .isEqualTo(201);
        assertThat(tryToMake(capped.key(), settings(null, WRITE_KEYS)).statusCode())
                .isEqualTo(403);
    }

    @Test
    void changesNoKeyThatAllowsMoreThanTheOneThatAsks() {
        CreatedKey small = make(first, settings(null, WRITE_KEYS, READ_KEYS));
        String firstId = first.substring(3, 19);

        assertThat(put(small.key(), firstId, settings(null, READ_KEYS), null).statusCode())
                .isEqualTo(403);
        assertThat(put(small.key(), small.state().id(), admin(), null).statusCode())
                .isEqualTo(403);
    }

    @Test
    void changesAKeyUnlessItHasChangedMeanwhile() {
        CreatedKey made = make(first, settings(null, CALL_HELLO));
        String id = made.state().id();
        String seen = as(first, "/v1/keys/" + id).headers().firstValue("ETag").orElseThrow();

        assertThat(put(first, id, settings(null, READ_KEYS), seen).statusCode()).isEqualTo(200);
        assertThat(put(first, id, settings(null, WRITE_KEYS), seen).statusCode())
                .isEqualTo(412);

        assertThat(TestPlatform.read(as(first, "/v1/keys/" + id), KeyState.class)
                        .settings()
                        .scopes())
                .containsExactly(READ_KEYS);
    }

    @Test
    void revokesAKeyOnEveryPlatformWithoutBeingAskedAnew() {
        CreatedKey made = make(first, settings(null, READ_KEYS));
        try (var _ = KeyUpkeep.start(others)) {
            others.authenticate("Bearer " + made.key());
            var request = caller.request("/v1/keys/" + made.state().id(), TestPlatform.bearer(first))
                    .DELETE();
            assertThat(caller.send(request).statusCode()).isEqualTo(204);

            await().until(() -> isRefused(others, made.key()));
            await().until(() -> isRefused(keys, made.key()));
            assertThat(as(made.key(), "/v1/me").body()).contains("revoked");
        }
    }

    @Test
    void keepsTheLastKeyThatOpensAnything() {
        String own = "/v1/keys/" + first.split("_", -1)[1];
        CreatedKey other = make(first, settings(null, CALL_HELLO));
        database.jdbi()
                .useHandle(handle -> handle.execute(
                        "update api_key set expires_at = now() - interval '1 hour' where id = ?",
                        other.state().id()));

        HttpResponse<String> refused = delete(own);

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("DELETE /v1/me");
        assertThat(delete("/v1/keys/" + other.state().id()).statusCode()).isEqualTo(204);
        make(first, settings(null, CALL_HELLO));
        assertThat(delete(own).statusCode()).isEqualTo(204);
    }

    private HttpResponse<String> delete(String path) {
        return caller.send(caller.request(path, TestPlatform.bearer(first)).DELETE());
    }

    @Test
    void refusesAKeyThatHasExpired() {
        CreatedKey made = make(first, settings(Instant.now().plus(Duration.ofHours(1)), READ_KEYS));
        var later = new Keys(database, new byte[32], () -> Instant.now().plus(Duration.ofHours(2)));

        assertThat(isRefused(later, made.key())).isTrue();
        assertThat(isRefused(keys, made.key())).isFalse();
    }

    @Test
    void notesWhenAKeyWasUsed() {
        CreatedKey made = make(first, settings(null, READ_KEYS));
        String own = "/v1/keys/" + made.state().id();
        assertThat(TestPlatform.read(as(first, own), KeyState.class).lastUsedAt())
                .isNull();

        try (var _ = KeyUpkeep.start(keys)) {
            as(made.key(), "/v1/me");
        }

        assertThat(TestPlatform.read(as(first, own), KeyState.class).lastUsedAt())
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"\",\"admin\":true}",
                "{\"name\":\"a\",\"admin\":false}",
                "{\"name\":\"a\",\"admin\":true,\"scopes\":[{\"resource\":\"keys\",\"id\":\"*\",\"action\":\"read\"}]}",
                "{\"name\":\"a\",\"admin\":false,\"scopes\":[{\"resource\":\"keys\",\"id\":\"a b\",\"action\":\"read\"}]}",
                "{\"name\":\"a\",\"admin\":false,\"scopes\":[{\"resource\":\"all\",\"id\":\"*\",\"action\":\"read\"}]}",
                "{\"name\":\"a\",\"admin\":false,\"scopes\":[null]}",
                "{\"name\":\"a\",\"admin\":true,\"expiresAt\":\"2020-01-01T00:00:00Z\"}",
                "{\"name\":\"a\",\"admin\":true,\"spendCap\":\"0\"}",
                "{\"name\":\"a\"}",
                "{\"admin\":true}"
            })
    void refusesSettingsThatCannotBe(String body) {
        HttpResponse<String> answer = caller.post("/v1/keys", body, TestPlatform.bearer(first));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
    }

    private static KeySettings settings(@Nullable Instant end, Scope... scopes) {
        return new KeySettings("a key", false, List.of(scopes), end, null);
    }

    private static KeySettings admin() {
        return new KeySettings("a key", true, null, null, null);
    }

    private static boolean isRefused(Keys keys, String key) {
        try {
            keys.authenticate("Bearer " + key);
            return false;
        } catch (ApiException _) {
            return true;
        }
    }

    private CreatedKey make(String key, KeySettings settings) {
        return TestPlatform.read(tryToMake(key, settings), CreatedKey.class);
    }

    private HttpResponse<String> tryToMake(String key, KeySettings settings) {
        return caller.post("/v1/keys", TestPlatform.json(settings), TestPlatform.bearer(key));
    }

    private HttpResponse<String> put(String key, String id, KeySettings settings, @Nullable String condition) {
        var request = caller.request("/v1/keys/" + id, TestPlatform.bearer(key))
                .PUT(BodyPublishers.ofString(TestPlatform.json(settings)));
        return caller.send(condition == null ? request : request.header("If-Match", condition));
    }

    private HttpResponse<String> as(String key, String path) {
        return caller.get(path, TestPlatform.bearer(key));
    }
}
