package io.chutes.platform.server.billing;

import static io.chutes.platform.server.web.HttpCaller.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.api.Problem;
import io.chutes.platform.price.PriceList;
import io.chutes.platform.price.PriceLists;
import io.chutes.platform.server.account.AccountRoutes;
import io.chutes.platform.server.account.Accounts;
import io.chutes.platform.server.key.Keys;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.TestDatabase;
import io.chutes.platform.server.web.ApiServer;
import io.chutes.platform.server.web.Gate;
import io.chutes.platform.server.web.HttpCaller;
import io.chutes.platform.server.web.TestApi;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts and money as callers see them. */
final class MoneyRoutesTest {
    private Database database;
    private ApiServer server;
    private HttpCaller caller;

    @BeforeEach
    void start() {
        database = TestDatabase.fresh();
        var keys = new Keys(database, new byte[32], InstantSource.system());
        var ledger = new Ledger(database);
        server = ApiServer.start(
                "127.0.0.1",
                0,
                TestApi.of(
                        new Gate(keys::authenticate, _ -> Optional.empty()),
                        new AccountRoutes(new Accounts(database, keys)),
                        new BillingRoutes(ledger, PriceLists.shipped(), InstantSource.system()),
                        new Faucet(database, ledger)));
        caller = new HttpCaller(server);
    }

    @AfterEach
    void stop() {
        caller.close();
        server.close();
        database.close();
    }

    @Test
    void registersAnAccountWhoseKeyWorksAtOnce() {
        HttpResponse<String> registered = caller.post("/v1/accounts", "{\"name\":\"alice-2\"}");

        assertThat(registered.statusCode()).isEqualTo(201);
        assertThat(json(registered).get("name").asText()).isEqualTo("alice-2");
        HttpResponse<String> me = as(json(registered).get("key").asText(), "/v1/me");
        assertThat(me.statusCode()).isEqualTo(200);
        assertThat(me.body()).contains("\"name\":\"alice-2\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"ab\"",
                "\"1ab\"",
                "\"-ab\"",
                "\"ab-\"",
                "\"a--b\"",
                "\"Abc\"",
                "\"a_b\"",
                "\"äbc\"",
                "\"abc\\n\"",
                "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"",
                "\"\"",
                "null"
            })
    void refusesANameThatNoAddressCanHave(String name) {
        assertProblem(caller.post("/v1/accounts", "{\"name\":%s}".formatted(name)), 422, "/name");
    }

    @Test
    void refusesANameThatIsTaken() {
        register("alice");

        HttpResponse<String> answer = caller.post("/v1/accounts", "{\"name\":\"alice\"}");

        assertProblem(answer, 409, null);
        assertThat(json(answer).get("detail").asText()).contains("'alice' is taken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/me", "/v1/balance", "/v1/ledger"})
    void refusesWhoeverHasNoKey(String path) {
        assertProblem(caller.get(path), 401, null);
        assertProblem(as("ck_0123456789abcdef_0123456789abcdef0123456789abcdef01234567", path), 401, null);
    }

    @Test
    void poursPlayMoneyOnceForEachId() {
        String alice = register("alice");

        assertThat(deposit(alice, "first", "10").statusCode()).isEqualTo(201);
        assertThat(deposit(alice, "first", "10.00").statusCode()).isEqualTo(200);
        HttpResponse<String> second = deposit(alice, "second", "0.5");

        assertThat(json(second).get("available").asText()).isEqualTo("10.500000000");
        assertThat(json(as(alice, "/v1/balance")).get("available").asText()).isEqualTo("10.500000000");
    }

    @Test
    void keepsTheDepositsOfAccountsApart() {
        String alice = register("alice");
        String bob = register("bob");
        deposit(alice, "first", "10");

        assertThat(deposit(bob, "first", "7").statusCode()).isEqualTo(201);

        assertThat(json(as(bob, "/v1/balance")).get("available").asText()).isEqualTo("7.000000000");
        assertThat(json(as(bob, "/v1/ledger")).get("items")).hasSize(1);
    }

    @Test
    void refusesADepositIdWithAnotherAmount() {
        String alice = register("alice");
        deposit(alice, "first", "10");

        assertProblem(deposit(alice, "first", "11"), 409, null);
        assertThat(json(as(alice, "/v1/balance")).get("available").asText()).isEqualTo("10.000000000");
    }

    @ParameterizedTest
    @CsvSource({
        "first, 0, /amount",
        "first, -1, /amount",
        "first, 1000.000000001, /amount",
        "a b, 1, /id",
        "a:b, 1, /id"
    })
    void refusesAnImpossibleDeposit(String id, String amount, String pointer) {
        assertProblem(deposit(register("alice"), id, amount), 422, pointer);
    }

    @Test
    void takesTheLargestDeposit() {
        assertThat(deposit(register("alice"), "most", "1000").statusCode()).isEqualTo(201);
    }

    @Test
    void pagesThroughACallersOwnLedger() {
        String alice = register("alice");
        for (int i = 1; i <= 3; i++) {
            deposit(alice, "d" + i, "1");
        }
        deposit(register("bob"), "d4", "1");

        JsonNode first = json(as(alice, "/v1/ledger?limit=2"));
        JsonNode second =
                json(as(alice, "/v1/ledger?limit=2&cursor=" + first.get("next").asText()));

        assertThat(first.at("/items/0/cause").asText()).isEqualTo("faucet:alice:d3");
        assertThat(first.get("items")).hasSize(2);
        assertThat(second.get("items")).hasSize(1);
        assertThat(second.at("/items/0/cause").asText()).isEqualTo("faucet:alice:d1");
        assertThat(second.get("next").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=201",
                "limit=-1",
                "limit=ten",
                "limit=",
                "cursor=x",
                "cursor=0",
                "cursor=YWJj",
                "page=2"
            })
    void refusesAPageThatCannotBe(String query) {
        assertProblem(as(register("alice"), "/v1/ledger?" + query), 422, null);
    }

    @Test
    void showsThePricesToAnybody() throws Exception {
        HttpResponse<String> answer = caller.get("/v1/prices");

        assertThat(json(answer).get("gpus")).hasSize(26);
        assertThat(PlatformJson.mapper().readValue(answer.body(), PriceList.class))
                .isEqualTo(PriceLists.shipped().at(Instant.now()));
    }

    private String register(String name) {
        return json(caller.post("/v1/accounts", "{\"name\":\"%s\"}".formatted(name)))
                .get("key")
                .asText();
    }

    private HttpResponse<String> deposit(String key, String id, String amount) {
        return caller.post(
                "/v1/deposits/faucet",
                "{\"id\":\"%s\",\"amount\":\"%s\"}".formatted(id, amount),
                "Authorization",
                "Bearer " + key);
    }

    private HttpResponse<String> as(String key, String path) {
        return caller.get(path, "Authorization", "Bearer " + key);
    }

    private static void assertProblem(HttpResponse<String> answer, int status, @Nullable String pointer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(Problem.MEDIA_TYPE);
        assertThat(json(answer).get("requestId").asText())
                .isEqualTo(answer.headers().firstValue("X-Request-Id").orElseThrow());
        if (pointer != null) {
            assertThat(json(answer).at("/errors/0/pointer").asText()).isEqualTo(pointer);
        }
    }
}
