package io.chutes.runtime;

import static io.chutes.runtime.OneCallServer.say;
import static io.chutes.runtime.Patience.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls handed to servers that behave in ways of their own, and callers that do. */
class PassthroughEndpointTest {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private OneCallServer upstream;
    private ChuteServer server;

    @BeforeEach
    void start() throws IOException {
        upstream = OneCallServer.start();
        server = ChuteServer.start(
                new LoadedChute(
                        "{\"scaling\": {\"concurrency\": 1024}, \"timeouts\": {\"firstByte\": \"PT1H\"}}",
                        new Handed(upstream.port())),
                ServerConfig.local(),
                new StartupPhases());
    }

    @AfterEach
    void stop() {
        server.close();
        upstream.close();
    }

    @Test
    void namesThePortWhereNothingListens() throws Exception {
        upstream.close();

        HttpResponse<String> answer = get();

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("port " + upstream.port(), "nothing listens there");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "SSH-2.0-OpenSSH_9.6\r\n",
                "HTTP/1.1 101 Switching\r\n\r\nwhatever",
                "HTTP/1.1 200 OK\r\nContent-Length: no\r\n\r\n"
            })
    void answersWithAProblemWhereThereIsNoAnswer(String said) throws Exception {
        upstream.answer(said);

        HttpResponse<String> answer = get();

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("port " + upstream.port());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of it",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf \r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf \r\nxyz\r\n"
            })
    void cutsTheCallerOffWhereTheAnswerBreaksOff(String said) throws Exception {
        upstream.answer(said);

        assertThatThrownBy(this::get).isInstanceOf(IOException.class);

        // Its status was sent as 200, but it is no success.
        await().untilAsserted(() -> assertThat(HTTP.send(
                                HttpRequest.newBuilder(
                                                URI.create("http://127.0.0.1:" + server.port() + "/_chute/metrics"))
                                        .build(),
                                BodyHandlers.ofString())
                        .body())
                .containsPattern(
                        "chutes_requests_seconds_count\\{endpoint=\"[^\"]+\",outcome=\"[a-z_]+\",status=\"502\"\\} 1")
                .doesNotContain("status=\"200\""));
    }

    @Test
    void cutsTheCallerOffWhereTheServerBehindDiesInAnAnswerOfUnknownLength() throws Exception {
        upstream.behave(socket -> {
            say(socket, "HTTP/1.0 200 OK\r\n\r\nhalf of it");
            socket.setSoLinger(true, 0); // the connection ends as that of a process that crashed
        });

        assertThatThrownBy(this::get).isInstanceOf(IOException.class);
    }

    @Test
    void resetsACallerOfHttpOneZeroWhoCouldNotTellOtherwise() throws Exception {
        upstream.answer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of it");

        try (Socket caller = call("GET /handed HTTP/1.0\r\n\r\n")) {
            assertThatThrownBy(() -> caller.getInputStream().readAllBytes()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void takesTheEndOfTheConnectionAsTheEndWhereThatIsAnnounced() throws Exception {
        upstream.answer("HTTP/1.0 200 OK\r\n\r\nall of it");

        HttpResponse<String> answer = get();

        assertThat(answer.body()).isEqualTo("all of it");
        assertThat(answer.headers().firstValue("Content-Type")).isEmpty();
    }

    @Test
    void handsLargeHeadersBack() throws Exception {
        String large = "x".repeat(13_000);
        upstream.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Large: " + large + "\r\n\r\n");

        assertThat(get().headers().firstValue("X-Large")).hasValue(large);
    }

    @Test
    void saysWhoseHeadersWereTooLargeToHandBack() throws Exception {
        upstream.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Large: " + "x".repeat(15_000) + "\r\n\r\n");

        HttpResponse<String> answer = get();

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("port " + upstream.port());
    }

    @Test
    void leavesOutWhatIsAboutTheConnectionBehind() throws Exception {
        upstream.answer("""
                    HTTP/1.1 103 Early Hints
                    Link: </style.css>

                    HTTP/1.1 200 OK
                    Connection: close, X-Hop
                    Keep-Alive: timeout=5
                    X-Hop: 1
                    Set-Cookie: a=1
                    Set-Cookie: b=2
                    Transfer-Encoding: chunked
                    Trailer: X-Last

                    2
                    ok
                    0
                    X-Last: 1

                    """.replace("\n", "\r\n"));

        HttpResponse<String> answer = get();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("ok");
        assertThat(answer.headers().allValues("Set-Cookie")).containsExactly("a=1", "b=2");
        assertThat(answer.headers().map()).doesNotContainKeys("x-hop", "keep-alive", "link", "trailer", "connection");
    }

    @Test
    void givesNoLengthToAnAnswerThatHasNoBody() throws Exception {
        upstream.answer("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n");

        HttpResponse<String> answer = get();

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Content-Length")).isEmpty();
    }

    @Test
    void refusesAnAnswerInACodingThatItDoesNotKnow() throws Exception {
        upstream.answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n");

        HttpResponse<String> answer = get();

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body()).contains("port " + upstream.port());
    }

    @Test
    void handsOnAQueryWithCharactersThatAreNoneOfAUri() throws Exception {
        FutureTask<String> seen = upstream.next((head, socket) -> {
            say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            return head;
        });

        try (var caller = RawCaller.of(server.port())) {
            assertThat(caller.get("/handed?q=gr\u00fcn%20").line()).contains("200");
            assertThat(seen.get()).contains("?q=gr%C3%BCn%20 HTTP/1.1\r\n");
        }
    }

    @Test
    void leavesOutWhatIsAboutTheCallersConnection() throws Exception {
        FutureTask<String> seen = upstream.next((head, socket) -> {
            say(socket, "HTTP/1.1 204 No Content\r\n\r\n");
            return head;
        });

        try (Socket caller = call("""
                GET /handed?a=%7B HTTP/1.1
                Host: example.com
                Connection: close, X-Hop
                X-Hop: 1
                Keep-Alive: 5
                TE: trailers
                traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
                X-Kept: grün
                X-Kept: 2

                """.replace("\n", "\r\n"))) {
            assertThat(new String(caller.getInputStream().readAllBytes(), ISO_8859_1))
                    .startsWith("HTTP/1.1 204 ");
        }

        assertThat(seen.get().lines())
                .contains(
                        "GET /there?a=%7B HTTP/1.1",
                        "Host: 127.0.0.1:" + upstream.port(), "X-Kept: gr\u00fcn", "X-Kept: 2")
                .noneMatch(line -> line.matches("(?i)(x-hop|keep-alive|te|content-length|transfer-encoding):.*"))
                .filteredOn(line -> line.startsWith("traceparent:"))
                .singleElement()
                .asString()
                .matches("traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-(?!00f067aa0ba902b7)[0-9a-f]{16}-01");
    }

    @Test
    void handsABodyOfUnknownLengthOnInChunks() throws Exception {
        FutureTask<String> seen = upstream.next((head, socket) -> {
            var body = new StringBuilder();
            while (!body.toString().endsWith("0\r\n\r\n")) {
                body.append((char) socket.getInputStream().read());
            }
            say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            return body.toString();
        });
        var unknown = BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream("hello".getBytes(UTF_8)));

        HTTP.send(to().POST(unknown).build(), BodyHandlers.ofString());

        assertThat(seen.get()).isEqualTo("5\r\nhello\r\n0\r\n\r\n");
    }

    @Test
    void passesAnEarlyRefusalOfALongBodyOn() throws Exception {
        upstream.answer("HTTP/1.1 413 Too Large\r\nContent-Length: 9\r\nConnection: close\r\n\r\ntoo large");
        byte[] large = new byte[12 << 20];

        HttpResponse<String> answer =
                HTTP.send(to().POST(BodyPublishers.ofByteArray(large)).build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).isEqualTo("too large");
    }

    @Test
    void beginsWithACallerWhoWaitsToBeToldSo() throws Exception {
        FutureTask<String> seen = upstream.next((head, socket) -> {
            String body = new String(socket.getInputStream().readNBytes(5), UTF_8);
            say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            return head + body;
        });

        HttpRequest request =
                to().expectContinue(true).POST(BodyPublishers.ofString("hello")).build();

        assertThat(HTTP.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        assertThat(seen.get()).endsWith("hello").doesNotContain("Expect");
    }

    @Test
    void endsTheCallBehindWhenTheCallerLeavesAStream() throws Exception {
        FutureTask<Boolean> behind = upstream.next((head, socket) -> {
            say(socket, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
            try {
                while (true) {
                    say(socket, "data: again\n\n");
                }
            } catch (SocketException e) {
                return true;
            }
        });

        var stream = HTTP.send(to().build(), BodyHandlers.ofInputStream());
        assertThat(stream.body().read()).isEqualTo('d');
        stream.body().close();

        assertThat(behind.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void cutsTheCallerOffAtHisDeadlineInAnAnswerThatNeverPauses() throws Exception {
        Patience.inTime(Duration.ofSeconds(1), deadline -> {
            long called = System.nanoTime();
            var begun = new AtomicLong(Long.MAX_VALUE);
            upstream.behave(socket -> {
                say(socket, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n");
                begun.set(System.nanoTime() - called);
                while (true) {
                    say(socket, "x".repeat(64));
                }
            });

            String answer = answerWithin(deadline);

            if (answer.startsWith("HTTP/1.1 504 ")) { // a busy machine came to ask the server behind too late
                assertThat(System.nanoTime() - called).isGreaterThanOrEqualTo(deadline.toNanos());
                assertThat(begun.get()).isGreaterThan(deadline.toNanos() / 4);
                return false;
            }
            assertThat(answer)
                    .startsWith("HTTP/1.1 200 ")
                    .contains("Server-Timing: ")
                    .doesNotContain("about:blank")
                    .doesNotEndWith("\r\n0\r\n\r\n");
            return true;
        });
    }

    /** The first and the last kilobyte of it. */
    private String answerWithin(Duration deadline) throws IOException {
        try (Socket caller =
                call("GET /handed HTTP/1.1\r\nHost: x\r\nX-Chutes-Deadline-Ms: %d\r\nConnection: close\r\n\r\n"
                        .formatted(deadline.toMillis()))) {
            InputStream in = caller.getInputStream();
            String first = new String(in.readNBytes(1024), ISO_8859_1);
            String last = "";
            for (byte[] more = in.readNBytes(1 << 16); more.length > 0; more = in.readNBytes(1 << 16)) {
                last = last.substring(Math.max(0, last.length() - 1024)) + new String(more, ISO_8859_1);
            }
            return first + last;
        }
    }

    @Test
    void endsTheCallBehindWhenTheCallerBreaksOffItsBody() throws Exception {
        FutureTask<Integer> behind = upstream.next((head, socket) -> {
            assertThat(head).contains("Content-Length: 100");
            return socket.getInputStream().readAllBytes().length;
        });

        try (Socket caller = call("POST /handed HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhello")) {
            caller.shutdownOutput();
            assertThat(new String(caller.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 400 ");
        }

        assertThat(behind.get(60, TimeUnit.SECONDS)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello"})
    void answersACallerWhoseBodyStallsUntilHisTimeIsOver(String part) throws Exception {
        var behind = upstream.next((head, socket) -> socket.getInputStream().readAllBytes().length);

        try (Socket caller = call("POST /handed HTTP/1.1\r\nHost: x\r\nX-Chutes-Deadline-Ms: 500\r\n"
                + "Connection: close\r\nContent-Length: 100\r\n\r\n" + part)) {
            caller.setSoTimeout(60_000);
            assertThat(new String(caller.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 504 ");
        }

        assertThat(behind.get(60, TimeUnit.SECONDS)).isEqualTo(part.length());
    }

    @Test
    void holdsNoMoreInMemoryThanACallerTakes() throws Exception {
        var written = new AtomicLong();
        upstream.behave(socket -> {
            say(socket, "HTTP/1.1 200 OK\r\n\r\n");
            byte[] some = new byte[1 << 16];
            while (true) {
                socket.getOutputStream().write(some);
                written.addAndGet(some.length);
            }
        });

        try (Socket caller = call("GET /handed HTTP/1.1\r\nHost: x\r\n\r\n")) {
            assertThat(caller.getInputStream().read()).isEqualTo('H');
            assertThat(whenItRests(written)).isLessThan(64 << 20);
        }
    }

    @Test
    void takesNoMoreOfABodyThanTheServerBehindReads() throws Exception {
        var mayEnd = new CountDownLatch(1);
        upstream.behave(socket -> assertThat(mayEnd.await(60, TimeUnit.SECONDS)).isTrue());
        var written = new AtomicLong();

        Socket caller = call("POST /handed HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n");
        Thread.ofVirtual().start(() -> {
            byte[] some = new byte[1 << 16];
            try {
                while (true) {
                    caller.getOutputStream().write(some);
                    written.addAndGet(some.length);
                }
            } catch (IOException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertThat(whenItRests(written)).isBetween(1L, 64L << 20);
        caller.close();
        mayEnd.countDown();
    }

    /** The count when it has grown, and then not changed for half a second. */
    private static long whenItRests(AtomicLong count) {
        long seen = -1;
        for (int same = 0; same < 20; ) {
            LockSupport.parkNanos(Duration.ofMillis(25).toNanos());
            same = seen > 0 && count.get() == seen ? same + 1 : 0;
            seen = count.get();
        }
        return seen;
    }

    private HttpResponse<String> get() throws IOException, InterruptedException {
        return HTTP.send(to().build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder to() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/handed"))
                .timeout(Duration.ofSeconds(60));
    }

    private Socket call(String text) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        return socket;
    }

    private record Handed(int port) implements ChuteRoutes {
        @Override
        public String name() {
            return "handed";
        }

        @Override
        public void register(Routes routes) {
            routes.passthrough("GET", "/handed", port, "/there");
            routes.passthrough("POST", "/handed", port, "/there");
        }
    }
}
