package io.chutes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Routes;
import io.javalin.http.NotFoundResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How calls end that go wrong in ways of their own. */
class FailureTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final CountDownLatch RELEASE = new CountDownLatch(1);
    private static ChuteServer server;

    @BeforeAll
    static void start() {
        server = ChuteServer.start(
                new LoadedChute("{\"scaling\":{\"concurrency\":64}}", new FailingRoutes()),
                ServerConfig.local(),
                new StartupPhases());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void sendsWhatFlatMapYieldsAsItComes() throws Exception {
        var stream = HTTP.send(to("/flat").build(), BodyHandlers.ofInputStream());

        try (var lines = new BufferedReader(new InputStreamReader(stream.body(), UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("id: 1");
            RELEASE.countDown();
            assertThat(lines.lines()).contains("id: 2", "event: completed");
        }
    }

    @Test
    void endsACallWithAProblemWhateverIsThrown() throws Exception {
        for (String path :
                new String[] {"/overflow", "/javalin", "/null-json", "/null-text", "/null-stream", "/unwritable"}) {
            HttpResponse<String> answer = HTTP.send(to(path).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path).isEqualTo(500);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(answer.headers().firstValue("X-Request-Id"))
                    .hasValue(problem(answer.body()).path("requestId").textValue());
        }
    }

    @Test
    void endsAStreamWithAnErrorWhateverIsThrown() throws Exception {
        for (String path : new String[] {"/late-overflow", "/late-unwritable", "/late-close"}) {
            HttpResponse<String> answer = HTTP.send(to(path).build(), BodyHandlers.ofString());
            assertThat(answer.body())
                    .as(path)
                    .startsWith("id: 1\ndata: 1\n\nevent: error\ndata: {")
                    .endsWith("}\n\n");
        }
    }

    @Test
    void answersNothingWithoutABodyType() throws Exception {
        HttpResponse<String> answer = HTTP.send(to("/nothing").build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Content-Type")).isEmpty();
    }

    @Test
    void keepsTheTokenFromTheChute() throws Exception {
        HttpRequest request =
                to("/token").header("X-Chutes-Instance-Token", "s3cret").build();

        assertThat(HTTP.send(request, BodyHandlers.ofString()).body()).isEqualTo("none");
    }

    @Test
    void refusesAnEncodedBody() throws Exception {
        HttpRequest request = to("/size")
                .POST(BodyPublishers.ofString("{}"))
                .header("Content-Encoding", "gzip")
                .build();

        assertThat(HTTP.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(415);
    }

    @Test
    void answersWithAProblemWhatIsNotEvenHttp() throws Exception {
        for (String request : new String[] {
            "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "GET /a/../../b HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"
        }) {
            String answer = raw(request);
            assertThat(answer).as(request).startsWith("HTTP/1.1 4").doesNotContain("<html", "at org.eclipse");
            assertThat(answer.toLowerCase(java.util.Locale.ROOT))
                    .contains("application/problem+json", "x-request-id: ");
            assertThat(problem(answer.substring(answer.indexOf('{')))
                            .path("status")
                            .intValue())
                    .isBetween(400, 499);
        }
    }

    @Test
    void answersAnEarlyEndOfTheBodyWithoutBlamingTheChute() throws Exception {
        String answer =
                raw("POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nContent-Type: application/json\r\n\r\n{");

        assertThat(answer).doesNotContain(" 500 ");
    }

    @Test
    void saysWhyAHostCannotBeListenedOn() {
        var nowhere = new ServerConfig("192.0.2.1", 0, null);

        assertThatThrownBy(() -> ChuteServer.start(
                        new LoadedChute("{\"scaling\":{\"concurrency\":64}}", new FailingRoutes()),
                        nowhere,
                        new StartupPhases()))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("192.0.2.1");
    }

    private static String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static JsonNode problem(String json) throws IOException {
        return new JsonMapper().readTree(json);
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    static final class FailingRoutes implements ChuteRoutes {
        @Override
        public String name() {
            return "workshop";
        }

        @Override
        public void register(Routes routes) {
            routes.stream("GET", "/flat", request -> Stream.of(0)
                    .flatMap(zero -> Stream.of(1, 2))
                    .peek(n -> {
                        if (n == 2) {
                            await();
                        }
                    }));
            routes.json("GET", "/overflow", request -> deeper(0));
            routes.json("GET", "/javalin", request -> {
                throw new NotFoundResponse("the secret");
            });
            routes.json("GET", "/null-json", request -> nothing());
            routes.text("GET", "/null-text", "text/plain", request -> nothing());
            routes.stream("GET", "/null-stream", request -> FailingRoutes.<Stream<Object>>nothing());
            routes.json("GET", "/unwritable", request -> new Unwritable());
            routes.stream("GET", "/late-overflow", request -> Stream.of(1, 2).map(n -> n == 1 ? n : deeper(0)));
            routes.stream("GET", "/late-unwritable", request -> Stream.of(1, new Unwritable()));
            routes.stream("GET", "/late-close", request -> Stream.of(1).onClose(() -> deeper(0)));
            routes.empty("GET", "/nothing", request -> {});
            routes.text("GET", "/token", "text/plain", request -> request.header("x-chutes-instance-token")
                    .orElse("none"));
            routes.json("POST", "/size", request -> request.body(WorkshopRoutes.Size.class));
        }

        private static void await() {
            try {
                RELEASE.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }

        private static int deeper(int depth) {
            return depth < 0 ? depth : deeper(depth + 1) + 1;
        }

        /** What careless code returns, beyond what NullAway sees. */
        @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
        private static <T> T nothing() {
            return null;
        }

        static final class Unwritable {}
    }
}
