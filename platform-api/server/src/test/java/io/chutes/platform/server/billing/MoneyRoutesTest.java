package io.chutes.platform.server.billing;

import static io.chutes.platform.server.web.HttpCaller.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.api.Problem;
import io.chutes.platform.api.Statement;
import io.chutes.platform.price.PriceList;
import io.chutes.platform.price.PriceLists;
import io.chutes.platform.server.account.TestAccounts;
import io.chutes.platform.server.key.Keys;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.TestDatabase;
import io.chutes.platform.server.web.ApiServer;
import io.chutes.platform.server.web.Gate;
import io.chutes.platform.server.web.HttpCaller;
import io.chutes.platform.server.web.TestApi;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
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
    private static final String SECRET = "a-secret-of-a-payment-provider-0123456789";

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
                        TestAccounts.routes(database, keys, ledger),
                        new BillingRoutes(
                                ledger, new UsageReports(database), PriceLists.shipped(), InstantSource.system()),
                        new StatementRoutes(new Statements(database, ledger)),
                        new BudgetRoutes(new Budgets(database, InstantSource.system())),
                        new DepositRoutes(
                                new Deposits(database, ledger, InstantSource.system()),
                                new BillingConfig(BigDecimal.ZERO, Map.of("stripe", SECRET)),
                                InstantSource.system()),
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

    @Test
    void showsThePricesOfAnotherDay() {
        assertThat(json(caller.get("/v1/prices?at=2026-11-30T23:59:59Z"))
                        .at("/cpu/coreHourlyPrice")
                        .asText())
                .isEqualTo("0.03");
        assertProblem(caller.get("/v1/prices?at=2001-01-01T00:00:00Z"), 404, null);
        assertProblem(caller.get("/v1/prices?at=today"), 422, null);
    }

    @Test
    void takesASignedPaymentOnceAndListsIt() {
        String alice = register("alice");
        String payment = "{\"type\":\"deposit\",\"id\":\"p-1\",\"account\":\"alice\",\"amount\":\"10\"}";

        assertThat(pay(payment, SECRET).statusCode()).isEqualTo(201);
        assertThat(pay(payment, SECRET).statusCode()).isEqualTo(200);
        HttpResponse<String> refund =
                pay("{\"type\":\"refund\",\"id\":\"r-1\",\"deposit\":\"p-1\",\"amount\":\"4\"}", SECRET);

        assertThat(refund.statusCode()).isEqualTo(201);
        assertThat(json(as(alice, "/v1/balance")).get("available").asText()).isEqualTo("6.000000000");
        assertThat(json(as(alice, "/v1/deposits"))
                        .at("/items/0/refunds/0/amount")
                        .asText())
                .isEqualTo("4.000000000");
        assertThat(json(as(register("bob"), "/v1/deposits")).get("items")).isEmpty();
    }

    @Test
    void refusesAPaymentThatNoProviderSigned() {
        String alice = register("alice");
        String payment = "{\"type\":\"deposit\",\"id\":\"p-1\",\"account\":\"alice\",\"amount\":\"10\"}";

        assertProblem(pay(payment, "another-secret-of-32-characters--"), 401, null);
        assertProblem(caller.post("/v1/deposits/webhook", payment), 401, null);
        assertProblem(pay("{}", SECRET), 422, null);
        assertThat(json(as(alice, "/v1/balance")).get("available").asText()).isEqualTo("0.000000000");
    }

    @Test
    void letsOnlyAdministratorsSeeWhatIsInSuspense() {
        assertProblem(as(register("alice"), "/v1/deposits/suspense"), 403, null);
    }

    @Test
    void statesAMonthAsJsonAndAsCommaSeparatedValues() throws Exception {
        String alice = register("alice");
        deposit(alice, "first", "10");
        String month = "/v1/statements/" + YearMonth.now(ZoneOffset.UTC);

        var statement = PlatformJson.mapper().readValue(as(alice, month).body(), Statement.class);
        HttpResponse<String> named = as(alice, month + ".csv");
        HttpResponse<String> asked = caller.get(month, "Authorization", "Bearer " + alice, "Accept", "text/csv");

        assertThat(statement.lines()).extracting(Statement.Line::cause).containsExactly("faucet:alice:first");
        assertThat(statement.closing().toString()).isEqualTo("10.000000000");
        assertThat(named.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
        assertThat(named.body()).endsWith("closing,,,,,,10.000000000\r\n").isEqualTo(asked.body());
        assertThat(json(as(alice, month + "?book=escrow")).get("lines")).isEmpty();
        assertProblem(as(alice, month + "?book=other"), 422, null);
        assertProblem(as(alice, "/v1/statements/2026-13"), 422, null);
        assertProblem(as(alice, "/v1/statements/%2B300000-01"), 422, null);
        assertThat(named.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @Test
    void showsUsageOfTheMonthAndRefusesWhatIsNoMoment() {
        String alice = register("alice");

        assertThat(json(as(alice, "/v1/usage")).get("total").asText()).isEqualTo("0.000000000");
        assertProblem(as(alice, "/v1/usage?from=yesterday"), 422, null);
        assertProblem(as(alice, "/v1/usage?group=day"), 422, null);
        assertProblem(as(alice, "/v1/usage?from=%2B300000-01-01T00:00:00Z&to=%2B300000-01-01T01:00:00Z"), 422, null);
        assertProblem(as(alice, "/v1/usage?form=2026-01-01T00:00:00Z"), 422, null);
    }

    @Test
    void makesChangesAndDeletesABudget() {
        String alice = register("alice");
        HttpResponse<String> created = caller.post(
                "/v1/budgets",
                "{\"scope\":\"account\",\"subject\":null,\"period\":\"month\",\"cap\":\"5\"}",
                "Authorization",
                "Bearer " + alice);
        String path = "/v1/budgets/" + json(created).get("id").asText();

        assertThat(created.statusCode()).isEqualTo(201);
        assertProblem(
                caller.post(
                        "/v1/budgets",
                        "{\"scope\":\"chute\",\"subject\":\"alice/hello\",\"period\":\"month\",\"cap\":\"5\"}",
                        "Authorization",
                        "Bearer " + alice),
                422,
                "/subject");
        assertThat(json(created).get("resetsAt").asText()).endsWith("-01T00:00:00Z");
        assertThat(json(as(alice, "/v1/budgets")).get("items")).hasSize(1);
        assertProblem(as(register("bob"), path), 404, null);
        HttpResponse<String> capped = caller.send(caller.request(path, "Authorization", "Bearer " + alice)
                .PUT(HttpRequest.BodyPublishers.ofString("{\"cap\":\"7\"}")));
        assertThat(json(capped).get("cap").asText()).isEqualTo("7.000000000");
        String seen = created.headers().firstValue("ETag").orElse("\"none\"");
        assertProblem(
                caller.send(caller.request(path, "Authorization", "Bearer " + alice, "If-Match", seen)
                        .PUT(HttpRequest.BodyPublishers.ofString("{\"cap\":\"8\"}"))),
                412,
                null);
        assertThat(caller.send(caller.request(path, "Authorization", "Bearer " + alice)
                                .DELETE())
                        .statusCode())
                .isEqualTo(204);
        assertProblem(as(alice, path), 404, null);
    }

    private HttpResponse<String> pay(String payment, String secret) {
        return caller.send(HttpRequest.newBuilder(
                WebhookCalls.signed(server.port(), "stripe", secret, payment, Instant.now()), (_, _) -> true));
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
