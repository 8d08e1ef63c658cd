package io.chutes.platform.server.web;

import static io.chutes.platform.server.web.HttpCaller.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.api.FaucetDeposit;
import io.chutes.platform.api.Problem;
import io.javalin.http.Handler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiServerTest {
    private static ApiServer server;
    private static HttpCaller caller;

    @BeforeAll
    static void start() {
        server = ApiServer.start(
                "127.0.0.1",
                0,
                TestApi.open(
                        get(
                                "/thread",
                                context -> context.result(
                                        Boolean.toString(Thread.currentThread().isVirtual()))),
                        get("/missing", _ -> {
                            throw ApiException.notFound("no such thing");
                        }),
                        get("/secret", _ -> {
                            throw ApiException.unauthorized("no key");
                        }),
                        get("/registry", context -> {
                            context.header("WWW-Authenticate", "Basic realm=\"images\"");
                            throw ApiException.unauthorized("no key");
                        }),
                        get("/broken", _ -> {
                            throw new IllegalStateException("the inside story");
                        }),
                        get("/error", _ -> {
                            throw new StackOverflowError("the inside story");
                        }),
                        get("/half", context -> {
                            context.outputStream().write("half".getBytes(StandardCharsets.US_ASCII));
                            if (context.queryParam("sent") != null) {
                                context.res().flushBuffer();
                            }
                            throw new IllegalStateException("the other half is missing");
                        }),
                        Route.post("deposit", "/deposit", "Gives back what it gets")
                                .takes(FaucetDeposit.class)
                                .answers(FaucetDeposit.class)
                                .by(Call::body),
                        Route.post("count", "/count", "Counts what it gets").raw(call -> {
                            InputStream body = call.context().bodyInputStream();
                            call.context().result(Long.toString(body.transferTo(OutputStream.nullOutputStream())));
                        })));
        caller = new HttpCaller(server);
    }

    @Test
    void cutsIdleConnectionsButNoCallThatTakesLong() throws Exception {
        var silence = new CountDownLatch(1);
        Api slow = TestApi.open(
                get("/before", context -> context.result("late" + silence.await(60, TimeUnit.SECONDS))),
                get("/within", context -> {
                    OutputStream out = context.res().getOutputStream();
                    out.write("begun ".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    out.write(("ended" + silence.await(60, TimeUnit.SECONDS)).getBytes(StandardCharsets.US_ASCII));
                }));
        try (ApiServer impatient = ApiServer.start("127.0.0.1", 0, null, Ingress.NONE, slow, Duration.ofMillis(200));
                var http = new HttpCaller(impatient)) {
            var before = CompletableFuture.supplyAsync(() -> http.get("/before").body());
            var within = CompletableFuture.supplyAsync(() -> http.get("/within").body());
            for (int i = 0; i < 3; i++) {
                try (var idle = new Socket(InetAddress.getLoopbackAddress(), impatient.port())) {
                    idle.setSoTimeout(60_000);
                    assertThat(idle.getInputStream().read()).isEqualTo(-1);
                }
            }
            silence.countDown();

            assertThat(before.get(60, TimeUnit.SECONDS)).isEqualTo("latetrue");
            assertThat(within.get(60, TimeUnit.SECONDS)).isEqualTo("begun endedtrue");
        }
    }

    @AfterAll
    static void stop() {
        caller.close();
        server.close();
    }

    @Test
    void answersOnVirtualThreads() {
        assertThat(caller.get("/thread").body()).isEqualTo("true");
    }

    @Test
    void answersAnApiExceptionAsAProblem() {
        HttpResponse<String> answer = caller.get("/missing");

        assertProblem(answer, 404);
        assertThat(json(answer).get("title").asText()).isEqualTo("Not Found");
        assertThat(json(answer).get("detail").asText()).isEqualTo("no such thing");
    }

    @Test
    void answersAnUnknownPathAsAProblem() {
        HttpResponse<String> answer = caller.get("/nowhere");

        assertProblem(answer, 404);
        assertThat(json(answer).get("detail").asText()).contains("/nowhere");
    }

    @Test
    void namesWhatAPathAllows() {
        HttpResponse<String> answer = caller.post("/missing", "");

        assertProblem(answer, 405);
        assertThat(answer.headers().firstValue("Allow").orElseThrow()).contains("GET");
    }

    @Test
    void challengesWhoeverHasNoKey() {
        HttpResponse<String> answer = caller.get("/secret");

        assertProblem(answer, 401);
        assertThat(answer.headers().allValues("WWW-Authenticate")).containsExactly("Bearer realm=\"chutes\"");
    }

    @Test
    void leavesTheChallengeThatARouteSets() {
        assertThat(caller.get("/registry").headers().allValues("WWW-Authenticate"))
                .containsExactly("Basic realm=\"images\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/broken", "/error"})
    void tellsAnUnexpectedFailureToTheLogAlone(String path) {
        var log = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        HttpResponse<String> answer;
        try {
            answer = caller.get(path, "X-Request-Id", "find-me");
        } finally {
            System.setErr(before);
        }

        assertProblem(answer, 500);
        assertThat(answer.body()).doesNotContain("inside story").doesNotContain("Exception");
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("find-me", "the inside story", "at io.chutes");
    }

    @Test
    void doesNotLetHalfAnAnswerLookWhole() {
        assertThatThrownBy(() -> caller.get("/half?sent")).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void takesBackWhatWasWrittenButNotSent() {
        HttpResponse<String> answer = caller.get("/half");

        assertProblem(answer, 500);
        assertThat(answer.body()).startsWith("{");
    }

    @Test
    void keepsASaneRequestId() {
        String id = "a".repeat(127) + "~";

        HttpResponse<String> answer = caller.get("/missing", "X-Request-Id", id);

        assertProblem(answer, 404);
        assertThat(json(answer).get("requestId").asText()).isEqualTo(id);
    }

    @Test
    void replacesARequestIdThatIsTooLongOrHasBlanks() {
        for (String bad : List.of("a".repeat(129), "a b", "")) {
            HttpResponse<String> answer = caller.get("/thread", "X-Request-Id", bad);

            assertThat(answer.headers().firstValue("X-Request-Id").orElseThrow())
                    .isNotEqualTo(bad)
                    .hasSize(36);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "{\"id\": x}", "not json", "{\"id\":\"a\",\"id\":\"b\"}", "{\"id\":\"a\",\"amount\":"})
    void refusesABodyThatIsNotJson(String body) {
        assertProblem(caller.post("/deposit", body), 400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":\"a\",\"amount\":\"much\"}             | /amount | type",
                "{\"id\":\"a\",\"amount\":\"1e999999999\"}      | /amount | type",
                "{\"id\":\"a\",\"amount\":1}                    | /amount | type",
                "{\"id\":7,\"amount\":\"1\"}                    | /id     | type",
                "{\"id\":true,\"amount\":\"1\"}                 | /id     | type",
                "{\"id\":{},\"amount\":\"1\"}                   | /id     | type",
                "{\"id\":\"a\",\"amount\":\"1\",\"x/y\":1}      | /x~1y   | additionalProperties",
                "{\"id\":\"a\"}                                 | /amount | required",
                "[]                                             | ''      | type",
                "null                                           | ''      | type",
            })
    void pointsAtWhatDoesNotFit(String body, String pointer, String rule) {
        HttpResponse<String> answer = caller.post("/deposit", body);

        assertProblem(answer, 422);
        assertThat(json(answer).at("/errors/0/pointer").asText()).isEqualTo(pointer);
        assertThat(json(answer).at("/errors/0/rule").asText()).isEqualTo(rule);
        assertThat(json(answer).at("/errors/0/message").asText()).isNotBlank().doesNotContain("io.chutes");
    }

    @Test
    void refusesAJsonBodyThatIsTooLarge() {
        String large = "{\"id\":\"%s\"}".formatted("a".repeat(JsonBodies.LARGEST));

        assertProblem(caller.post("/deposit", large), 413);
        assertProblem(
                caller.send(
                        caller.request("/deposit").POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(large)))),
                413);
    }

    @Test
    void letsARouteStreamABodyOfAnySize() {
        byte[] large = new byte[3 * JsonBodies.LARGEST];

        HttpResponse<String> answer = caller.send(caller.request("/count").POST(BodyPublishers.ofByteArray(large)));

        assertThat(answer.body()).isEqualTo(Integer.toString(large.length));
    }

    @Test
    void answersWhatIsNotHttpWithAProblemToo() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer)
                    .startsWith("HTTP/1.1 400")
                    .contains("Content-Type: " + Problem.MEDIA_TYPE, "X-Request-Id: ", "\"status\":400")
                    .doesNotContain("Server: ");
        }
    }

    @Test
    void saysWhatIsTooLongInARequest() {
        HttpResponse<String> headers = caller.get("/thread", "X-Long", "a".repeat(20_000));

        assertProblem(headers, 431);
        assertThat(json(headers).get("detail").asText()).contains("headers", "too large");
    }

    @Test
    void namesThePortThatIsInUse() {
        assertThatThrownBy(() -> ApiServer.start("127.0.0.1", server.port(), TestApi.open()))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("127.0.0.1:" + server.port())
                .hasMessageContaining("in use");
    }

    private static Route get(String path, Handler work) {
        return Route.get("test", path, "A test").raw(call -> work.handle(call.context()));
    }

    private static void assertProblem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(Problem.MEDIA_TYPE);
        assertThat(json(answer).get("status").asInt()).isEqualTo(status);
        assertThat(answer.headers().firstValue("X-Request-Id"))
                .hasValue(json(answer).get("requestId").asText());
    }
}
