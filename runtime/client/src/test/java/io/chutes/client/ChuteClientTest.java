package io.chutes.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChuteClientTest {
    private HttpServer server;
    private ExecutorService threads;
    private ChuteClient chute;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.start();
        chute = ChuteClient.of(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/c/alice/hello/"), "ck_1_2");
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void postsTheBodyWithTheKeyAndReadsTheAnswer() {
        var seen = new CompletableFuture<String>();
        server.createContext("/c/alice/hello/greet", exchange -> {
            seen.complete(exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            answer(exchange, 200, "{\"message\": \"hi\", \"newer\": 1}");
        });

        Greeting greeting = chute.call("/greet", new Name("Duke"), Greeting.class);

        assertThat(greeting).isEqualTo(new Greeting("hi"));
        assertThat(seen.join()).isEqualTo("POST Bearer ck_1_2 {\"name\":\"Duke\"}");
    }

    @Test
    void readsPlainText() {
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/plain;charset=utf-8");
            answer(exchange, 200, "hi");
        });

        assertThat(chute.call("/greet", new Name("Duke"), String.class)).isEqualTo("hi");
        assertThat(chute.callAsync("/greet", new Name("Duke"), String.class).join())
                .isEqualTo("hi");
    }

    @Test
    void throwsWhatAProblemSays() {
        server.createContext("/", exchange -> answer(exchange, 422, """
                {"status": 422, "detail": "does not fit", "requestId": "r1",
                 "errors": [{"pointer": "/name", "rule": "type", "message": "must be of type string"}]}"""));

        assertThatThrownBy(() -> chute.call("/greet", new Name("Duke"), Greeting.class))
                .isInstanceOfSatisfying(ChuteProblemException.class, problem -> {
                    assertThat(problem.status()).isEqualTo(422);
                    assertThat(problem.requestId()).isEqualTo("r1");
                    assertThat(problem.errors()).extracting(FieldError::pointer).containsExactly("/name");
                })
                .hasMessage("422 does not fit (/name: must be of type string)");
    }

    @Test
    void keepsTheTextOfAnAnswerThatIsNoProblemDocument() {
        server.createContext("/", exchange -> answer(exchange, 502, "<html>bad gateway</html>"));

        assertThatThrownBy(() -> chute.call("/greet", new Name("Duke"), Greeting.class))
                .hasMessage("502 <html>bad gateway</html>");
    }

    @Test
    void namesTheAddressThatDoesNotAnswer() {
        server.stop(0);

        assertThatThrownBy(() -> chute.call("/greet", new Name("Duke"), Greeting.class))
                .isExactlyInstanceOf(ChuteException.class)
                .hasMessageContaining("/c/alice/hello/greet");
    }

    @Test
    void readsTheEventsOfAStreamUntilItIsCompleted() {
        server.createContext("/", exchange -> answer(exchange, 200, """
                id: 1
                data: {"message": "a"}

                : keeps proxies awake

                id: 2
                data: {"message":
                data: "b"}

                event: completed
                data: {"events": 2}

                """));

        try (Stream<Greeting> greetings = chute.stream("/count", new Name("Duke"), Greeting.class)) {
            assertThat(greetings).containsExactly(new Greeting("a"), new Greeting("b"));
        }
    }

    @Test
    void throwsTheProblemThatAStreamEndsIn() {
        server.createContext("/", exchange -> answer(exchange, 200, """
                data: {"message": "a"}

                event: error
                data: {"status": 500, "detail": "the chute failed", "requestId": "r2"}

                """));

        try (Stream<Greeting> greetings = chute.stream("/count", new Name("Duke"), Greeting.class)) {
            assertThatThrownBy(greetings::toList)
                    .isInstanceOfSatisfying(ChuteProblemException.class, problem -> assertThat(problem.requestId())
                            .isEqualTo("r2"))
                    .hasMessage("500 the chute failed");
        }
    }

    @Test
    void doesNotTakeAStreamThatJustEndsForAWholeOne() {
        server.createContext("/", exchange -> answer(exchange, 200, "data: {\"message\": \"a\"}\n\n"));

        try (Stream<Greeting> greetings = chute.stream("/count", new Name("Duke"), Greeting.class)) {
            assertThatThrownBy(greetings::toList).hasMessageContaining("ended without its last event");
        }
    }

    @Test
    void closingAStreamLeavesTheCall() throws Exception {
        var callerLeft = new CompletableFuture<Boolean>();
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                while (true) {
                    out.write("data: {\"message\": \"again\"}\n\n".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
            } catch (IOException gone) {
                callerLeft.complete(true);
            }
        });

        try (Stream<Greeting> greetings = chute.stream("/count", new Name("Duke"), Greeting.class)) {
            assertThat(greetings.limit(3)).hasSize(3);
        }

        assertThat(callerLeft.get(60, TimeUnit.SECONDS)).isTrue();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    record Name(String name) {}

    record Greeting(String message) {}
}
