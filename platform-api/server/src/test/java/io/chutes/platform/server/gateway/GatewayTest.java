package io.chutes.platform.server.gateway;

import static io.chutes.platform.server.fleet.TestPlatform.GPU_CHUTE;
import static io.chutes.platform.server.fleet.TestPlatform.endpoint;
import static io.chutes.platform.server.fleet.TestPlatform.gpus;
import static io.chutes.platform.server.fleet.TestPlatform.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.chutes.platform.api.Budget.Period;
import io.chutes.platform.api.Budget.Scope;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.NewBudget;
import io.chutes.platform.fleet.DesiredInstance;
import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.manifest.TimeoutsSpec;
import io.chutes.platform.price.CallPrice;
import io.chutes.platform.server.Patience;
import io.chutes.platform.server.billing.Ledger;
import io.chutes.platform.server.fleet.TestNode;
import io.chutes.platform.server.fleet.TestPlatform;
import io.chutes.platform.server.web.HttpCaller;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GatewayTest {
    private static final String GREET = "/c/alice/hello/greet";
    private static final int TEN_MB = 10 * 1024 * 1024;

    private final List<Upstream> upstreams = new ArrayList<>();
    private TestPlatform platform = new TestPlatform();

    @AfterEach
    void close() {
        platform.close();
        upstreams.forEach(Upstream::close);
    }

    @Test
    void passesACallAndItsAnswer() {
        var seen = new CompletableFuture<Headers>();
        DesiredInstance instance = serve(exchange -> {
            seen.complete(exchange.getRequestHeaders());
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("X-Of-The-Chute", "yes");
            Upstream.answer(exchange, exchange.getRequestURI() + " " + body);
        });

        HttpResponse<String> answer = platform.http.post(
                GREET + "?a=b%20c",
                "{}",
                "Authorization",
                "Bearer " + platform.key,
                "X-Request-Id",
                "mine",
                "traceparent",
                "00-1-2-01",
                "X-Chutes-Instance-Token",
                "forged",
                "X-Chutes-Caller",
                "bob",
                "X-Chutes-Deadline-Ms",
                "1500");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("/greet?a=b%20c {}");
        assertThat(answer.headers().allValues("X-Request-Id")).containsExactly("mine");
        assertThat(answer.headers().firstValue("X-Of-The-Chute")).contains("yes");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        Headers headers = seen.join();
        assertThat(headers.get("X-Chutes-Instance-Token")).containsExactly(instance.token());
        assertThat(headers.get("X-Chutes-Caller")).containsExactly("alice");
        assertThat(headers.getFirst("X-Chutes-Deadline-Ms")).isEqualTo("1500");
        assertThat(headers.getFirst("X-Request-Id")).isEqualTo("mine");
        assertThat(headers.getFirst("traceparent")).isEqualTo("00-1-2-01");
        assertThat(headers.getFirst("Content-Length")).isEqualTo("2");
        assertThat(headers.containsKey("Authorization")).isFalse();
    }

    @Test
    void passesTheStatusOfTheChute() {
        serve(exchange -> {
            exchange.sendResponseHeaders(418, -1);
            exchange.close();
        });

        assertThat(call(GREET).statusCode()).isEqualTo(418);
    }

    @Test
    void asksWhoCalls() {
        assertProblem(platform.http.post(GREET, "{}"), 401);
        assertProblem(platform.http.post(GREET, "{}", TestPlatform.bearer("ck_wrong")), 401);
    }

    @Test
    void hidesSomebodyElsesChute() {
        serve(exchange -> Upstream.answer(exchange, "{}"));

        HttpResponse<String> bobs = platform.http.post(GREET, "{}", TestPlatform.bearer(platform.bobsKey));
        HttpResponse<String> absent =
                platform.http.post("/c/alice/absent/greet", "{}", TestPlatform.bearer(platform.bobsKey));

        assertThat(assertProblem(bobs, 404).path("detail").asText()).isEqualTo("There is no chute 'alice/hello'");
        assertThat(assertProblem(absent, 404).path("detail").asText()).isEqualTo("There is no chute 'alice/absent'");
    }

    @Test
    void namesTheEndpointsThereAre() {
        platform.deploy(1, manifest(GPU_CHUTE, gpus(1)));

        for (String path : List.of("/c/alice/hello/absent", "/c/alice/hello", "/c/alice/hello/_chute/drain")) {
            assertThat(assertProblem(call(path), 404).path("detail").asText()).contains("POST /count, POST /greet");
        }
        HttpResponse<String> wrong = platform.http.get(GREET, platform.authorization());
        assertProblem(wrong, 405);
        assertThat(wrong.headers().firstValue("Allow")).contains("POST");
    }

    @Test
    void refusesCallsWithoutCredit() {
        serve(exchange -> Upstream.answer(exchange, "{}"));
        platform.deposit(TestPlatform.ALICE, "reversal", "-100");

        assertProblem(call(GREET), 402);
    }

    @Test
    void refusesCallsForWhichABudgetIsUsedUp() {
        DesiredInstance instance = serve(exchange -> Upstream.answer(exchange, "{}"));
        platform.budgets.create(
                platform.accountId(), new NewBudget(Scope.CHUTE, "hello", Period.DAY, Money.of("0.000069444")));
        assertThat(call(GREET).statusCode()).isEqualTo(200);
        var from = platform.clock.instant();
        platform.clock.advance(Duration.ofSeconds(1));

        platform.node("one")
                .sees(instance.id(), InstanceStatus.READY)
                .used(instance.id(), 1, from, platform.clock.instant())
                .sync();

        assertThat(assertProblem(call(GREET), 402).path("detail").asText())
                .contains("daily budget of chute 'hello'", "of 0.000069444 USD", "resets at 2026-01-02T00:00:00Z");
    }

    @Test
    void countsWhatAKeyTakesOfAnInstanceAgainstItsBudget() {
        serve(exchange -> Upstream.answer(exchange, "{}"));
        String id = List.of(platform.key.split("_", -1)).get(1);
        platform.budgets.create(
                platform.accountId(), new NewBudget(Scope.KEY, id, Period.TOTAL, Money.of("0.000000001")));

        assertThat(call(GREET).statusCode()).isEqualTo(200);

        assertThat(assertProblem(call(GREET), 402).path("detail").asText())
                .contains("total budget of key ck_" + id + "_…", "it never resets");
    }

    @Test
    void endsAStreamWithAProblemWhenNothingMoreMayBeSpent() throws Exception {
        var ended = new CountDownLatch(1);
        serve(exchange -> {
            event(stream(exchange), "one");
            await(ended);
            exchange.close();
        });

        try (var client = HttpClient.newHttpClient();
                InputStream events = open(client)) {
            assertThat(new String(events.readNBytes(11), StandardCharsets.UTF_8))
                    .isEqualTo("data: one\n\n");
            platform.deposit(TestPlatform.ALICE, "reversal", "-100");

            assertThat(new String(events.readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("event: error\ndata: {")
                    .contains("\"status\":402", "'alice' is out of credit")
                    .endsWith("}\n\n");
        } finally {
            ended.countDown();
        }
    }

    @Test
    void cutsAnAnswerThatIsNoStreamOfWholeEventsWhenNothingMoreMayBeSpent() throws Exception {
        var ended = new CountDownLatch(1);
        serve(exchange -> {
            stream(exchange).write("data: half".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            await(ended);
            exchange.close();
        });

        try (var client = HttpClient.newHttpClient();
                InputStream answer = open(client)) {
            answer.readNBytes(10);
            platform.deposit(TestPlatform.ALICE, "reversal", "-100");

            assertThatThrownBy(answer::readAllBytes).isInstanceOf(IOException.class);
        } finally {
            ended.countDown();
        }
    }

    @Test
    void saysWhyThereIsNoInstance() {
        platform.deploy(1, manifest(GPU_CHUTE, gpus(8)));
        platform.node("one").sync();
        platform.settle();

        HttpResponse<String> answer = call(GREET);

        assertThat(assertProblem(answer, 503).path("detail").asText()).contains("no node has 8 free GPUs of L4");
        assertThat(answer.headers().firstValue("Retry-After")).contains("10");
    }

    @Test
    void saysWhyTheLastInstanceFailed() {
        TestNode node = platform.node("one");
        String id = place(node).id();
        node.sees(id, InstanceStatus.FAILED).sync();

        HttpResponse<String> answer = call(GREET);

        assertThat(assertProblem(answer, 503).path("detail").asText())
                .contains("the last instance failed: as the node says");
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void holdsACallWhileAnInstanceStarts() throws Exception {
        TestNode node = platform.node("one");
        String id = place(node).id();
        try (var _ = greet(platform.key)) {
            awaitWaiting();
        }
        Patience.await().until(() -> platform.gateway.waiting() == 0);
        CompletableFuture<HttpResponse<String>> held = CompletableFuture.supplyAsync(() -> call(GREET));
        node.sees(id, InstanceStatus.STARTING).sync();
        awaitWaiting();
        assertThat(held).isNotDone();

        node.sees(id, InstanceStatus.READY, upstream(exchange -> Upstream.answer(exchange, "{}")))
                .sync();

        HttpResponse<String> answer = held.get(60, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValueAsLong("X-Chutes-Cold-Start-Ms")).isPresent();
        assertThat(call(GREET).headers().firstValue("X-Chutes-Cold-Start-Ms")).isEmpty();
    }

    @Test
    void holdsACallOnlySoLong() {
        platform.close();
        platform = new TestPlatform(Duration.ofMillis(50));
        place(platform.node("one"));

        HttpResponse<String> answer = call(GREET);

        assertThat(assertProblem(answer, 503).path("detail").asText()).contains("still starting");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void keepsTheOldVersionsEndpointsUntilTheNextIsReady() {
        serve(exchange -> Upstream.answer(exchange, "\"old\""));
        platform.deploy(2, manifest(GPU_CHUTE, gpus(1)));
        platform.settle();

        assertThat(call(GREET).body()).isEqualTo("\"old\"");
    }

    @Test
    void passesEventsAsTheyCome() throws Exception {
        var received = new CountDownLatch(1);
        serve(exchange -> {
            OutputStream out = stream(exchange);
            event(out, "one");
            await(received);
            event(out, "two");
            exchange.close();
        });

        try (var client = HttpClient.newHttpClient();
                InputStream events = open(client)) {
            assertThat(new String(events.readNBytes(11), StandardCharsets.UTF_8))
                    .isEqualTo("data: one\n\n");
            received.countDown();
            assertThat(new String(events.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("data: two\n\n");
        }
    }

    @Test
    void letsTheChuteKnowThatTheCallerLeft() throws Exception {
        var left = new CompletableFuture<IOException>();
        serve(exchange -> {
            OutputStream out = stream(exchange);
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    event(out, "x".repeat(8000));
                }
            } catch (IOException e) {
                left.complete(e);
            }
        });

        try (var client = HttpClient.newHttpClient()) {
            InputStream events = open(client);
            events.readNBytes(100);
            events.close();
        }

        assertThat(left.get(60, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void cutsTheCallersConnectionIfTheChuteBreaksOff() throws Exception {
        URI address = raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
        ready(place(platform.node("one")), address);

        try (var client = HttpClient.newHttpClient();
                InputStream answer = open(client)) {
            assertThatThrownBy(answer::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    @Test
    void tellsABrokenInstanceFromOneThatIsGone() throws IOException {
        DesiredInstance instance = place(platform.node("one"));
        ready(
                instance,
                raw(
                        "",
                        "HTTP/1.1 200 OK\r\nETag: \"x\"\r\nContent-Length: 5\r\n\r\n",
                        "HTTP/1.1 200 OK\r\n" + "X-Many: 1\r\n".repeat(201) + "\r\n",
                        "HTTP/1.1 200 OK\r\nX-Long: " + "x".repeat(15_000) + "\r\n\r\n",
                        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Long: " + "x".repeat(14_000) + "\r\n\r\n{}",
                        "HTTP/1.1 204 OK\r\nContent-Length: 5\r\n\r\n"));
        assertThat(assertProblem(call(GREET), 502).path("detail").asText()).contains("broke off");
        HttpResponse<String> begun = call(GREET);
        assertThat(assertProblem(begun, 502).path("detail").asText()).contains("5 bytes of it are missing");
        assertThat(begun.headers().firstValue("ETag")).isEmpty();
        assertThat(assertProblem(call(GREET), 502).path("detail").asText()).contains("more than 200 fields");
        assertThat(assertProblem(call(GREET), 502).path("detail").asText()).contains("longer than the 14336 bytes");
        assertThat(call(GREET).headers().firstValue("X-Long")).isPresent();
        assertThat(call(GREET).statusCode()).isEqualTo(204);

        platform.close();
        platform = new TestPlatform(Duration.ofMillis(50));
        ready(place(platform.node("one")), closedPort());
        HttpResponse<String> refused = call(GREET);
        assertThat(assertProblem(refused, 503).path("detail").asText())
                .contains("none that is ready accepts connections");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void holdsWhatADeadInstanceDidNotTakeForTheOneInItsPlace() throws Exception {
        DesiredInstance dead = place(platform.node("one"));
        ready(dead, closedPort());
        CompletableFuture<HttpResponse<String>> held = CompletableFuture.supplyAsync(() -> call(GREET));
        awaitWaiting();

        TestNode node = platform.node("one");
        node.sees(dead.id(), InstanceStatus.FAILED).sync();
        platform.clock.advance(Duration.ofSeconds(1));
        node.sync();
        platform.settle();
        ready(node.only(), upstream(exchange -> Upstream.answer(exchange, "{}")));

        assertThat(held.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void asksAnotherInstanceWhereOneDidNotRunTheCallAndOnlyThen() {
        TestNode node = platform.node("one");
        node.sync();
        platform.deploy(
                1,
                manifest(
                        GPU_CHUTE,
                        gpus(1),
                        TimeoutsSpec.DEFAULT,
                        List.of(endpoint("greet"), endpoint("look", "GET", "/look")),
                        new ScalingSpec(1, 64, 2, 2, 0.75, Duration.ofMinutes(5))));
        platform.settle();
        var asked = new ConcurrentLinkedQueue<Integer>();
        var marked = new AtomicBoolean(true);
        for (DesiredInstance instance : node.sync().instances()) {
            node.sees(instance.id(), InstanceStatus.READY, upstream(exchange -> {
                asked.add(asked.size());
                if (marked.get()) {
                    exchange.getResponseHeaders().set("X-Chutes-Not-Run", "true");
                }
                byte[] body = exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(asked.size() % 2 == 1 ? 503 : 200, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            }));
        }
        node.sync();

        assertThat(call(GREET).statusCode()).isEqualTo(200);
        assertThat(call(GREET).body()).isEqualTo("{}");
        assertThat(asked).hasSize(4);
        marked.set(false);
        assertThat(call(GREET).statusCode()).as("it may have run").isEqualTo(503);
        asked.clear();
        assertThat(get("/c/alice/hello/look").statusCode())
                .as("it may run again")
                .isEqualTo(200);
    }

    @Test
    void endsTheWorkOfACallWhoseCallerLeavesBeforeItIsAnsweredAndChargesIt() throws Exception {
        var begun = new CountDownLatch(1);
        var ended = new CompletableFuture<Integer>();
        ready(place(platform.node("one")), watching(begun, ended));
        platform.http.post("/v1/chutes/hello/shares", "{\"account\":\"bob\"}", platform.authorization());
        long id = platform.database.jdbi().withHandle(handle -> handle.createQuery("select id from chute")
                .mapTo(Long.class)
                .one());
        platform.chutePrices.ask(id, new CallPrice.Second(Money.of("1")), platform.clock.instant());

        try (var _ = greet(platform.bobsKey)) {
            await(begun);
        }

        assertThat(ended.get(60, TimeUnit.SECONDS))
                .as("the instance's connection")
                .isEqualTo(-1);
        Patience.await().untilAsserted(() -> assertThat(
                        platform.ledger.balance(Ledger.wallet("bob")).amount())
                .isBetween(new BigDecimal("90"), new BigDecimal("99.99")));
    }

    /** A connection of somebody who has sent a call. */
    private Socket greet(String key) throws IOException {
        var socket = new Socket("localhost", platform.port());
        socket.getOutputStream()
                .write("POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: 2\r\n\r\n{}"
                        .formatted(GREET, key)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** An instance that never answers, and tells when its caller is gone. */
    private static URI watching(CountDownLatch begun, CompletableFuture<Integer> ended) throws IOException {
        var socket = new ServerSocket(0);
        Thread.ofVirtual().start(() -> {
            try (socket;
                    var connection = socket.accept()) {
                connection.getInputStream().readNBytes(20);
                begun.countDown();
                int next = 0;
                while (next >= 0) {
                    next = connection.getInputStream().read();
                }
                ended.complete(next);
            } catch (IOException e) {
                ended.complete(-1);
            }
        });
        return URI.create("http://localhost:" + socket.getLocalPort());
    }

    @Test
    void carriesLargeBodiesBothWays() throws Exception {
        serve(exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        byte[] body = new byte[TEN_MB];
        new Random(1).nextBytes(body);

        try (var client = HttpClient.newHttpClient()) {
            var known = platform.http.request(GREET, platform.authorization()).POST(BodyPublishers.ofByteArray(body));
            assertThat(client.send(known.build(), BodyHandlers.ofByteArray()).body())
                    .isEqualTo(body);
            var chunked = platform.http
                    .request(GREET, platform.authorization())
                    .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body)));
            assertThat(client.send(chunked.build(), BodyHandlers.ofByteArray()).body())
                    .isEqualTo(body);
        }
    }

    @Test
    void carriesFiftyStreamsAtOnce() throws Exception {
        var all = new CountDownLatch(50);
        serve(exchange -> {
            OutputStream out = stream(exchange);
            event(out, "one");
            all.countDown();
            await(all);
            event(out, "two");
            exchange.close();
        });

        try (var client = HttpClient.newHttpClient();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                answers.add(callers.submit(() -> {
                    try (InputStream events = open(client)) {
                        return new String(events.readAllBytes(), StandardCharsets.UTF_8);
                    }
                }));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo("data: one\n\ndata: two\n\n");
            }
        }
    }

    private void awaitWaiting() {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (platform.gateway.waiting() == 0) {
            assertThat(System.nanoTime()).as("no call is held").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void findsEndpointsByTheSegmentsOfTheirPaths() {
        TestNode node = platform.node("one");
        node.sync();
        platform.deploy(
                1,
                manifest(
                        GPU_CHUTE,
                        gpus(1),
                        TimeoutsSpec.DEFAULT,
                        List.of(
                                endpoint("item", "GET", "/items/{id}", "id"),
                                endpoint("put", "PUT", "/items/{id}", "id"),
                                endpoint("newest", "GET", "/items/newest"),
                                endpoint("part", "GET", "/{kind}/{id}/parts", "kind", "id"))));
        platform.settle();
        ready(
                node.only(),
                upstream(exchange ->
                        Upstream.answer(exchange, exchange.getRequestURI().toString())));

        assertThat(get("/c/alice/hello/items/a%20b%252F%C3%A9+c").body()).isEqualTo("/items/a%20b%252F%C3%A9%2Bc");
        assertThat(get("/c/alice/hello/items/newest?of=1").body()).isEqualTo("/items/newest?of=1");
        assertThat(get("/c/alice/hello/things/7/parts").body()).isEqualTo("/things/7/parts");
        for (String path : List.of("/items", "/items/", "/items//parts", "/items/7/parts/8")) {
            assertProblem(get("/c/alice/hello" + path), 404);
        }
        HttpResponse<String> wrong = platform.http.send(platform.http
                .request("/c/alice/hello/items/7", platform.authorization())
                .DELETE());
        assertProblem(wrong, 405);
        assertThat(wrong.headers().firstValue("Allow").orElse("").split(", ")).containsExactlyInAnyOrder("GET", "PUT");
    }

    @Test
    void leadsNowhereButToEndpoints() {
        TestNode node = platform.node("one");
        node.sync();
        platform.deploy(
                1,
                manifest(
                        GPU_CHUTE,
                        gpus(1),
                        TimeoutsSpec.DEFAULT,
                        List.of(
                                endpoint("item", "POST", "/items/{id}", "id"),
                                endpoint("any", "POST", "/{a}/{b}", "a", "b"))));
        platform.settle();
        var reached = new ConcurrentLinkedQueue<String>();
        ready(node.only(), upstream(exchange -> {
            reached.add(exchange.getRequestURI().toString());
            Upstream.answer(exchange, "{}");
        }));

        for (String path : List.of(
                "/items/..",
                "/items/%2e%2e",
                "/items/.",
                "/items/a%2F..%2F..%2F_chute%2Fdrain",
                "/_chute/drain",
                "/items/../_chute/drain",
                "/items/%252e%252e",
                "/items/..;/x",
                "/items/a%5Cb",
                "/items/a%00b")) {
            call("/c/alice/hello" + path);
        }

        assertThat(reached).noneMatch(path -> path.startsWith("/_chute") || path.contains(".."));
    }

    private HttpResponse<String> get(String path) {
        return platform.http.get(path, platform.authorization());
    }

    private DesiredInstance serve(HttpHandler handler) {
        DesiredInstance instance = place(platform.node("one"));
        ready(instance, upstream(handler));
        return instance;
    }

    private DesiredInstance place(TestNode node) {
        node.sync();
        platform.deploy(1, manifest(GPU_CHUTE, gpus(1)));
        platform.settle();
        return node.only();
    }

    private void ready(DesiredInstance instance, URI address) {
        platform.node("one").sees(instance.id(), InstanceStatus.READY, address).sync();
    }

    private URI upstream(HttpHandler handler) {
        var upstream = new Upstream(handler);
        upstreams.add(upstream);
        return upstream.address();
    }

    private HttpResponse<String> call(String path) {
        return platform.http.post(path, "{}", platform.authorization());
    }

    private InputStream open(HttpClient client) throws IOException, InterruptedException {
        var request = platform.http.request(GREET, platform.authorization()).POST(BodyPublishers.ofString("{}"));
        return client.send(request.build(), BodyHandlers.ofInputStream()).body();
    }

    private static JsonNode assertProblem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = HttpCaller.json(answer);
        assertThat(answer.headers().firstValue("X-Request-Id"))
                .contains(problem.path("requestId").asText());
        return problem;
    }

    private static OutputStream stream(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    private static void event(OutputStream out, String data) throws IOException {
        out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The other side did not come");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Somebody who answers one caller after the other with these bytes and hangs up. */
    private static URI raw(String... answers) throws IOException {
        var socket = new ServerSocket(0);
        Thread.ofVirtual().start(() -> {
            try (socket) {
                for (String answer : answers) {
                    try (var connection = socket.accept()) {
                        connection.getInputStream().readNBytes(20);
                        connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                        connection.getOutputStream().flush();
                        connection.shutdownOutput();
                        connection.getInputStream().readAllBytes();
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return URI.create("http://localhost:" + socket.getLocalPort());
    }

    private static URI closedPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return URI.create("http://localhost:" + socket.getLocalPort());
        }
    }
}
