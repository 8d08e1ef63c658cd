package io.chutes.platform.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.chutes.platform.api.Budget;
import io.chutes.platform.api.Budget.Period;
import io.chutes.platform.api.Budget.Scope;
import io.chutes.platform.api.BudgetCap;
import io.chutes.platform.api.Deposit;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.NewBudget;
import io.chutes.platform.api.Page;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.api.Settlement;
import io.chutes.platform.api.Statement;
import io.chutes.platform.api.Usage;
import io.chutes.platform.client.RecordingServer.Asked;
import io.chutes.platform.price.CallPrice;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MoneyClientTest {
    private final RecordingServer server = new RecordingServer();
    private final PlatformClient client = new PlatformClient(server.address(), "ck_1_secret");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void asksForUsageAndLeavesOutWhatIsUsual() throws Exception {
        var usage = new Usage(Instant.EPOCH, Instant.EPOCH.plusSeconds(3600), List.of(), Money.ZERO, List.of());
        answers(usage);
        assertThat(client.usage(null, null, null)).isEqualTo(usage);
        assertAsked("GET /v1/usage", "");

        answers(usage);
        client.usage(Instant.EPOCH, null, "hour,chute");
        assertAsked("GET /v1/usage?from=1970-01-01T00%3A00%3A00Z&group=hour%2Cchute", "");
    }

    @Test
    void asksForAStatement() throws Exception {
        var line = new Statement.Line(1, Instant.EPOCH, "gift", "a gift", Money.of("1"), Money.of("1"));
        var statement = new Statement(
                "alice", "wallet", YearMonth.of(1970, 1), Money.ZERO, List.of(line), Money.of("1"), List.of());
        answers(statement);

        assertThat(client.statement(YearMonth.of(1970, 1), "wallet")).isEqualTo(statement);
        assertAsked("GET /v1/statements/1970-01?book=wallet", "");
    }

    @Test
    void keepsBudgets() throws Exception {
        var budget = new Budget(3, Scope.KEY, "k1", Period.TOTAL, Money.of("5"), Money.ZERO, null);
        answers(budget);
        assertThat(client.createBudget(new NewBudget(Scope.KEY, "k1", Period.TOTAL, Money.of("5"))))
                .isEqualTo(budget);
        assertAsked(
                "POST /v1/budgets",
                "{\"scope\":\"key\",\"subject\":\"k1\",\"period\":\"total\",\"cap\":\"5.000000000\"}");

        answers(budget);
        assertThat(client.budget(3)).isEqualTo(budget);
        assertAsked("GET /v1/budgets/3", "");

        answers(budget);
        client.capBudget(3, new BudgetCap(Money.of("6")));
        assertAsked("PUT /v1/budgets/3", "{\"cap\":\"6.000000000\"}");

        answers(new Page<>(List.of(budget), null));
        assertThat(client.budgets("Mw").items()).containsExactly(budget);
        assertAsked("GET /v1/budgets?cursor=Mw", "");

        server.answers(204, "");
        client.deleteBudget(3);
        assertAsked("DELETE /v1/budgets/3", "");
    }

    @Test
    void listsAndSettlesDeposits() throws Exception {
        var refund = new Deposit.Refund("r-1", Money.of("1"), Instant.EPOCH);
        var deposit = new Deposit(7, "stripe", "p-1", "alcie", null, Money.of("5"), List.of(refund), Instant.EPOCH);
        answers(new Page<>(List.of(deposit), null));
        assertThat(client.deposits(null).items()).containsExactly(deposit);
        assertAsked("GET /v1/deposits", "");

        answers(new Page<>(List.of(deposit), null));
        client.suspense("Nw");
        assertAsked("GET /v1/deposits/suspense?cursor=Nw", "");

        answers(deposit);
        assertThat(client.settle(7, new Settlement("alice"))).isEqualTo(deposit);
        assertAsked("POST /v1/deposits/7/settlement", "{\"account\":\"alice\"}");
    }

    @Test
    void pricesCalls() throws Exception {
        CallPrice price = new CallPrice.Second(Money.of("0.01"));
        answers(price);
        assertThat(client.priceChute("hello", price)).isEqualTo(price);
        assertAsked("PUT /v1/chutes/hello/price", "{\"per\":\"second\",\"price\":\"0.010000000\"}");

        answers(price);
        assertThat(client.chutePrice("hello")).isEqualTo(price);
        assertAsked("GET /v1/chutes/hello/price", "");
    }

    private void answers(Object answer) throws JsonProcessingException {
        server.answers(200, PlatformJson.mapper().writeValueAsString(answer));
    }

    private void assertAsked(String line, String body) throws InterruptedException {
        assertThat(server.asked()).isEqualTo(new Asked(line, "Bearer ck_1_secret", body));
    }
}
