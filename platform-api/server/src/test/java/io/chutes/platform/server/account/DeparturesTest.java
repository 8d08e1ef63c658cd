package io.chutes.platform.server.account;

import static io.chutes.platform.server.fleet.TestPlatform.GPU_CHUTE;
import static io.chutes.platform.server.fleet.TestPlatform.gpus;
import static io.chutes.platform.server.fleet.TestPlatform.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.api.Budget.Period;
import io.chutes.platform.api.Budget.Scope;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.LedgerTransaction.Entry;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.NewBudget;
import io.chutes.platform.server.billing.Faucet;
import io.chutes.platform.server.billing.Ledger;
import io.chutes.platform.server.fleet.TestClock;
import io.chutes.platform.server.fleet.TestNode;
import io.chutes.platform.server.fleet.TestPlatform;
import io.chutes.platform.server.key.Keys;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.TestDatabase;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiServer;
import io.chutes.platform.server.web.Gate;
import io.chutes.platform.server.web.HttpCaller;
import io.chutes.platform.server.web.RateLimit;
import io.chutes.platform.server.web.RateLimit.Rate;
import io.chutes.platform.server.web.TestApi;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Becoming a developer, ceasing to be one, and leaving. */
final class DeparturesTest {
    private final Database database = TestDatabase.fresh();
    private final TestClock clock = new TestClock();
    private final Ledger ledger = new Ledger(database);
    private final Departures departures = new Departures(database, ledger, clock);
    private ApiServer server;
    private HttpCaller caller;

    @BeforeEach
    void start() {
        clock.advance(Duration.between(clock.instant(), Instant.now()));
        var keys = new Keys(database, new byte[32], clock);
        server = ApiServer.start(
                "127.0.0.1",
                0,
                TestApi.of(
                        new Gate(keys::authenticate, _ -> Optional.empty()),
                        new AccountRoutes(
                                new Accounts(database, keys),
                                new DeveloperRole(database, ledger, Money.of("25")),
                                departures,
                                new RateLimit(new Rate(3, Duration.ofHours(24)))),
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
    void holdsTheDepositOfADeveloperAndGivesItBack() {
        String key = register("alice");
        assertThat(send("PUT", "/v1/me/roles/developer", key).statusCode()).isEqualTo(402);
        deposit(key, "30");

        assertThat(send("PUT", "/v1/me/roles/developer", key).body()).contains("developer");
        assertThat(send("PUT", "/v1/me/roles/developer", key).statusCode()).isEqualTo(200);
        assertThat(balance("wallet:alice")).isEqualTo("5.000000000");
        assertThat(balance("escrow:alice")).isEqualTo("25.000000000");
        assertThat(send("GET", "/v1/me", key).body()).contains("\"developer\"");

        assertThat(send("DELETE", "/v1/me/roles/developer", key).statusCode()).isEqualTo(204);
        assertThat(send("DELETE", "/v1/me/roles/developer", key).statusCode()).isEqualTo(204);
        assertThat(balance("wallet:alice")).isEqualTo("30.000000000");
        assertThat(balance("escrow:alice")).isEqualTo("0.000000000");
        assertThat(send("GET", "/v1/me", key).body()).doesNotContain("\"developer\"");
    }

    @Test
    void keepsADeveloperWhoHasChutes() {
        String key = register("alice");
        deposit(key, "30");
        send("PUT", "/v1/me/roles/developer", key);
        database.jdbi().useHandle(handle -> handle.execute("""
                        insert into chute (account_id, name, newest_version, created_at)
                        select id, 'hello', 0, now() from account"""));

        assertThat(send("DELETE", "/v1/me/roles/developer", key).statusCode()).isEqualTo(409);
        assertThat(balance("escrow:alice")).isEqualTo("25.000000000");
    }

    @Test
    void settlesTheLedgerOfWhoeverLeaves() {
        String key = register("alice");
        deposit(key, "30");
        send("PUT", "/v1/me/roles/developer", key);

        assertThat(send("DELETE", "/v1/me", key).statusCode()).isEqualTo(204);

        assertThat(send("GET", "/v1/me", key).statusCode()).isEqualTo(401);
        assertThat(caller.post("/v1/accounts", "{\"name\":\"alice\"}").statusCode())
                .isEqualTo(409);
        assertThat(departures.settle()).isZero();
        clock.advance(Duration.ofMinutes(6));
        assertThat(departures.settle()).isEqualTo(1);
        assertThat(departures.settle()).isZero();
        assertThat(balance("wallet:alice")).isEqualTo("0.000000000");
        assertThat(balance("escrow:alice")).isEqualTo("0.000000000");
        assertThat(balance(Departures.LEFT)).isEqualTo("30.000000000");

        for (String late : List.of("1", "2")) {
            database.jdbi()
                    .useTransaction(handle -> ledger.post(
                            handle,
                            "call:" + late,
                            "a call that ended late",
                            List.of(
                                    new Entry("earnings:alice", Money.of("0.5")),
                                    new Entry(Ledger.REVENUE, Money.of("-0.5")))));
            clock.advance(Duration.ofSeconds(10));
            assertThat(departures.settle()).isEqualTo(1);
            assertThat(departures.settle()).isZero();
        }
        assertThat(balance("earnings:alice")).isEqualTo("0.000000000");
        assertThat(balance(Departures.LEFT)).isEqualTo("31.000000000");
    }

    @Test
    void leavesNothingOfAnAccountWithARunningChuteAndSecrets() {
        try (var platform = new TestPlatform()) {
            TestNode node = platform.node("one");
            node.sync();
            long alice = platform.accountId();
            platform.http.send(platform.http
                    .request("/v1/secrets/TOKEN", platform.authorization())
                    .PUT(BodyPublishers.ofString("{\"value\":\"sesame-sesame\"}")));
            platform.budgets.create(alice, new NewBudget(Scope.ACCOUNT, null, Period.DAY, Money.of("50")));
            platform.deploy(1, manifest(GPU_CHUTE, gpus(1)));
            platform.http.post("/v1/chutes/hello/shares", "{\"account\":\"bob\"}", platform.authorization());
            platform.settle();
            String instance = node.only().id();
            node.seesReady(instance).sync();
            Instant ready = platform.clock.instant();
            var leaving = new Departures(platform.database, platform.ledger, platform.clock);
            assertThat(leftOf(platform)).doesNotContain(0);

            leaving.delete(alice);
            platform.settle();
            platform.clock.advance(Duration.ofSeconds(36));
            node.sees(instance, InstanceStatus.STOPPED)
                    .used(instance, 1, ready, platform.clock.instant())
                    .sync();

            assertThat(leaving.settle()).isZero();
            platform.clock.advance(Duration.ofMinutes(6));
            assertThat(leaving.settled(Set.of("alice", "bob"))).isEmpty();
            assertThat(leaving.settle()).isEqualTo(1);
            assertThat(leaving.settled(Set.of("alice", "bob"))).containsExactly("alice");
            assertThat(leftOf(platform)).containsOnly(0);
            assertThat(platform.balance()).isEqualTo(Money.ZERO);
            assertThat(platform.ledger.balance(Departures.LEFT)).isEqualTo(Money.of("99.9975"));
            TestDatabase.assertSound(platform.database);
        }
    }

    @Test
    void keepsAnAccountOnWhoseNodesInstancesRun() {
        try (var platform = new TestPlatform()) {
            TestNode node = platform.node("one");
            node.sync();
            platform.deploy(1, manifest(GPU_CHUTE, gpus(1)));
            platform.settle();
            node.seesReady(node.only().id()).sync();
            long bob = platform.database.jdbi().withHandle(handle -> {
                handle.execute("""
                        update node set joined_at = now(), provider_id = (select id from account where name = 'bob')
                        where name = 'one'""");
                return handle.createQuery("select id from account where name = 'bob'")
                        .mapTo(Long.class)
                        .one();
            });
            var leaving = new Departures(platform.database, platform.ledger, platform.clock);

            assertThatThrownBy(() -> leaving.delete(bob))
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining("nodes that the account lends, one: drain these first");
            platform.database
                    .jdbi()
                    .useHandle(handle -> handle.execute("update instance set status = 'STOPPED', ended_at = now()"));
            leaving.delete(bob);
        }
    }

    /** How many secrets, budgets, shares, roles, good keys, chutes and instances Alice has. */
    private static List<Integer> leftOf(TestPlatform platform) {
        return Stream.of(
                        "secret where account_id = :alice",
                        "budget where account_id = :alice",
                        "chute_share where chute_id in (select id from chute where account_id = :alice)",
                        "account_role where account_id = :alice",
                        "api_key where account_id = :alice and revoked_at is null",
                        "chute where account_id = :alice and deleted_at is null",
                        "instance where ended_at is null and chute_id in (select id from chute where account_id = :alice)")
                .map(rows -> platform.database.jdbi().withHandle(handle -> handle.createQuery(
                                "select count(*) from " + rows)
                        .bind("alice", platform.accountId())
                        .mapTo(Integer.class)
                        .one()))
                .toList();
    }

    @Test
    void paysWhatSomebodyLeavesBehind() {
        String key = register("alice");
        Money debt = Money.of("2");
        database.jdbi()
                .useTransaction(handle -> ledger.post(
                        handle,
                        "usage:x:1",
                        "usage",
                        List.of(new Entry("wallet:alice", debt.negated()), new Entry(Ledger.REVENUE, debt))));

        send("DELETE", "/v1/me", key);
        clock.advance(Duration.ofMinutes(6));
        departures.settle();

        assertThat(balance("wallet:alice")).isEqualTo("0.000000000");
        assertThat(balance(Departures.LEFT)).isEqualTo("-2.000000000");
    }

    @Test
    void opensOnlySoManyAccountsForOneAddress() {
        List.of("one", "two", "three").forEach(this::register);

        HttpResponse<String> fourth = caller.post("/v1/accounts", "{\"name\":\"four\"}");

        assertThat(fourth.statusCode()).isEqualTo(429);
        assertThat(fourth.headers().firstValue("Retry-After")).isPresent();
    }

    private String balance(String account) {
        return ledger.balance(account).toString();
    }

    private String register(String name) {
        return HttpCaller.json(caller.post("/v1/accounts", "{\"name\":\"%s\"}".formatted(name)))
                .get("key")
                .asText();
    }

    private void deposit(String key, String amount) {
        String body = "{\"id\":\"first\",\"amount\":\"%s\"}".formatted(amount);
        assertThat(caller.post("/v1/deposits/faucet", body, TestPlatform.bearer(key))
                        .statusCode())
                .isEqualTo(201);
    }

    private HttpResponse<String> send(String method, String path, String key) {
        return caller.send(caller.request(path, TestPlatform.bearer(key)).method(method, BodyPublishers.noBody()));
    }
}
