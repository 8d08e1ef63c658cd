package io.chutes.platform.server.gateway;

import static io.chutes.platform.server.Patience.await;
import static io.chutes.platform.server.fleet.TestPlatform.GPU_CHUTE;
import static io.chutes.platform.server.fleet.TestPlatform.gpus;
import static io.chutes.platform.server.fleet.TestPlatform.json;
import static io.chutes.platform.server.fleet.TestPlatform.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.chutes.platform.api.Budget.Period;
import io.chutes.platform.api.Budget.Scope;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.NewBudget;
import io.chutes.platform.api.NewShare;
import io.chutes.platform.price.CallPrice;
import io.chutes.platform.server.billing.Ledger;
import io.chutes.platform.server.chute.Chutes;
import io.chutes.platform.server.fleet.TestNode;
import io.chutes.platform.server.fleet.TestPlatform;
import io.chutes.platform.server.storage.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bob, who has 100 USD, calls Alice's model: 0.10 USD for a million tokens in, 0.40 out. */
final class TokenPricesTest {
    private static final String TOLD = "{\"choices\":[{\"text\":\"hi\"}],\"usage\":{\"prompt_tokens\":1000000,"
            + "\"completion_tokens\":500000,\"total_tokens\":1500000}}";
    private static final String STREAM = """
            data: {"choices":[{"text":"hi"}],"usage":null}

            data: {"choices":[],"usage":{"prompt_tokens":2000000,"completion_tokens":0}}

            data: [DONE]

            """;
    private static final String WORD = "data: " + "x".repeat(8000) + "\n\n";
    private static final String SO_FAR = "data: {\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":10000000}}\n\n";

    private final TestPlatform platform = new TestPlatform();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Upstream model = new Upstream(this::answer);

    @BeforeEach
    void serve() {
        TestNode node = platform.node("one");
        node.sync();
        platform.deploy(1, manifest(GPU_CHUTE, gpus(1)));
        platform.settle();
        node.sees(node.only().id(), InstanceStatus.READY, model.address()).sync();
        platform.http.post("/v1/chutes/hello/shares", json(new NewShare("bob")), platform.authorization());
        long chute = new Chutes(platform.database.jdbi(), platform.clock)
                .find(platform.accountId(), GPU_CHUTE)
                .orElseThrow()
                .id();
        platform.chutePrices.ask(
                chute, new CallPrice.MillionTokens(Money.of("0.1"), Money.of("0.4")), platform.clock.instant());
    }

    @AfterEach
    void close() {
        ended.countDown();
        platform.close();
        model.close();
    }

    @Test
    void paysTheOwnerByWhatAnswersAndStreamsTell() {
        HttpResponse<String> object = call("object");
        assertThat(object.body()).isEqualTo(TOLD);
        assertThat(object.headers().firstValue("X-Encoding-Asked")).contains("identity");
        awaitBalance("99.7");

        assertThat(call("stream").body()).isEqualTo(STREAM);
        awaitBalance("99.5");
        assertThat(call("refused").statusCode()).isEqualTo(429);
        assertThat(call("silent").body()).isEqualTo("{}");

        await().until(() -> charges().size() == 3);
        assertThat(charges())
                .containsExactly(
                        "1000000 in, 500000 out, counted true: 0.300000000",
                        "2000000 in, 0 out, counted true: 0.200000000",
                        "0 in, 0 out, counted false: 0.000000000");
        awaitBalance("99.5");
        assertThat(platform.balance()).isEqualTo(Money.of("100.5"));
        TestDatabase.assertSound(platform.database);
    }

    @Test
    void paysTheOwnerThoughTheCallerLeavesBeforeTheLastEvent() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(
                            URI.create("http://localhost:" + platform.port() + "/c/alice/hello/greet"))
                    .header("Authorization", "Bearer " + platform.bobsKey)
                    .POST(BodyPublishers.ofString("left"));
            try (InputStream events =
                    client.send(request.build(), BodyHandlers.ofInputStream()).body()) {
                events.readNBytes(100);
            }
        }
        ended.countDown();

        awaitBalance("99.8");
        assertThat(charges()).containsExactly("2000000 in, 0 out, counted true: 0.200000000");
    }

    @Test
    void cutsAStreamWhoseTokensHaveReachedABudget() {
        platform.budgets.create(account("bob"), new NewBudget(Scope.CHUTE, "alice/hello", Period.DAY, Money.of("1")));

        HttpResponse<String> cut = call("so-far");

        assertThat(cut.body())
                .startsWith(SO_FAR + "event: error\ndata: {")
                .contains("\"status\":402", "daily budget of chute 'alice/hello'");
        awaitBalance("99");
        assertThat(call("object").statusCode()).isEqualTo(402);
        assertThat(charges()).containsExactly("0 in, 10000000 out, counted true: 1.000000000");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set(
                        "X-Encoding-Asked",
                        String.valueOf(exchange.getRequestHeaders().getFirst("Accept-Encoding")));
        switch (asked) {
            case "object" -> Upstream.answer(exchange, TOLD);
            case "stream" -> send(exchange, STREAM);
            case "so-far" -> {
                send(exchange, SO_FAR);
                awaitEnd();
            }
            case "left" -> {
                send(exchange, WORD);
                awaitEnd();
                // More than any buffer on the way holds: the gateway cannot but hear that nobody reads it.
                for (int i = 0; i < 500; i++) {
                    exchange.getResponseBody().write(WORD.getBytes(StandardCharsets.UTF_8));
                }
                exchange.getResponseBody().write(STREAM.getBytes(StandardCharsets.UTF_8));
            }
            case "refused" -> exchange.sendResponseHeaders(429, -1);
            default -> Upstream.answer(exchange, "{}");
        }
        exchange.close();
    }

    private static void send(HttpExchange exchange, String events) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(events.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    private void awaitEnd() {
        try {
            assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<String> call(String what) {
        return platform.http.post(
                "/c/alice/hello/greet", what, "Authorization", "Bearer " + platform.bobsKey, "Accept-Encoding", "gzip");
    }

    // A call is paid when it is over, which its caller may see a moment before.
    private void awaitBalance(String expected) {
        await().until(() -> platform.ledger.balance(Ledger.wallet("bob")).equals(Money.of(expected)));
    }

    private List<String> charges() {
        return platform.database.jdbi().withHandle(handle -> handle.createQuery("""
                        select input_tokens || ' in, ' || output_tokens || ' out, counted ' || counted || ': ' || amount
                        from call_charge order by counted desc, amount desc, input_tokens""")
                .mapTo(String.class)
                .list());
    }

    private long account(String name) {
        return platform.database.jdbi().withHandle(handle -> handle.createQuery(
                        "select id from account where name = :name")
                .bind("name", name)
                .mapTo(Long.class)
                .one());
    }
}
