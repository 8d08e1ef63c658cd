package io.chutes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.annotation.Media;
import io.chutes.annotation.ProblemException;
import io.chutes.runtime.spi.Request;
import io.chutes.runtime.spi.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {
    private enum Size {
        SMALL,
        LARGE
    }

    private record Point(int x) {}

    @Test
    void readsParametersOfPathAndQuery() throws Exception {
        try (Served served = Served.endpoints("", routes -> {
            routes.text("GET", "/items/all", "text/plain", _ -> "all");
            routes.text(
                    "GET",
                    "/items/{id}",
                    "text/plain",
                    request -> request.path("id", Integer.class) + " "
                            + request.query("size", Size.class) + " " + request.optionalQuery("since", Duration.class)
                            + " "
                            + request.queries("tag", String.class));
        })) {
            assertThat(served.get("/items/7?size=LARGE&since=PT5M&tag=a%20b&tag=c")
                            .body())
                    .isEqualTo("7 LARGE Optional[PT5M] [a b, c]");
            assertThat(served.get("/items/7?size=SMALL").body()).isEqualTo("7 SMALL Optional.empty []");
            assertThat(served.get("/items/all").body()).isEqualTo("all");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/items/x?size=SMALL         | /path/id     | must be an integer of 32 bits, got 'x'",
                "/items/99999999999?size=SMALL | /path/id   | must be an integer of 32 bits",
                "/items/7                    | /query/size  | is missing",
                "/items/7?size=small         | /query/size  | must be one of [SMALL, LARGE], got 'small'",
                "/items/7?size=SMALL&size=LARGE | /query/size | is there 2 times",
                "/items/7?size=SMALL&since=5m | /query/since | must be a duration such as PT5M, got '5m'",
            })
    void saysWhichParameterDoesNotFit(String address, String pointer, String message) throws Exception {
        try (Served served = Served.endpoints(
                "",
                routes -> routes.text(
                        "GET",
                        "/items/{id}",
                        "text/plain",
                        request -> request.path("id", Integer.class) + " " + request.query("size", Size.class)
                                + request.optionalQuery("since", Duration.class)))) {
            var answer = served.get(address);

            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("\"pointer\":\"" + pointer + "\"", message);
        }
    }

    @Test
    void keepsItsOwnPathsFromEndpointsWithParameters() throws Exception {
        try (Served served = Served.endpoints(
                "",
                routes -> routes.text("GET", "/{a}/{b}", "text/plain", request -> request.path("a", String.class)))) {
            assertThat(served.get("/x/y").body()).isEqualTo("x");
            assertThat(served.get("/_chute/live").body()).contains("live");
            assertThat(served.get("/_chute/unknown").statusCode()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"q=%zz", "q=%4", "q=%", "q=%ff", "%zz=1&q=1", "q=%e4"})
    void refusesAQueryThatCannotBeDecoded(String query) throws Exception {
        try (Served served = asking();
                var caller = RawCaller.of(served.port())) {
            assertThat(caller.get("/q?" + query).line()).startsWith("HTTP/1.1 400");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "q=a+b&q=c%2Bd, '[a b, c+d]'",
        "q=gr%C3%BCn, [gr\u00fcn]",
        "q=gr\u00fcn, [gr\u00fcn]",
        "q&q=, '[, ]'",
        "other=1, []"
    })
    void readsAQueryAsFormsWriteIt(String query, String values) throws Exception {
        try (Served served = asking();
                var caller = RawCaller.of(served.port())) {
            caller.send("GET /q?" + query + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            assertThat(caller.lineWith("[")).isEqualTo(values);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+5", "\u0665", "5.0", "5e0", "0x5"})
    void takesForAnIntegerWhatJsonWouldTake(String number) throws Exception {
        try (Served served = Served.endpoints(
                "",
                routes -> routes.text("GET", "/{n}", "text/plain", request -> request.path("n", Integer.class)
                        .toString()))) {
            String escaped = URLEncoder.encode(number, StandardCharsets.UTF_8);

            assertThat(served.get("/" + escaped).statusCode()).isEqualTo(422);
        }
    }

    @Test
    void readsDatesAndAddresses() throws Exception {
        try (Served served = Served.endpoints(
                "",
                routes -> routes.text(
                        "GET",
                        "/on/{day}",
                        "text/plain",
                        request -> request.path("day", LocalDate.class) + " " + request.query("link", URI.class)))) {
            assertThat(served.get("/on/2026-01-31?link=https%3A%2F%2Fa.test%2Fb")
                            .body())
                    .isEqualTo("2026-01-31 https://a.test/b");
            assertThat(served.get("/on/2026-02-30?link=https%3A%2F%2Fa.test").statusCode())
                    .isEqualTo(422);
            assertThat(served.get("/on/2026-01-31?link=b").statusCode()).isEqualTo(422);
        }
    }

    @Test
    void answersHeadAsGetWithoutTheBody() throws Exception {
        try (Served served = asking()) {
            HttpResponse<String> head =
                    served.send(served.to("/q?q=1").method("HEAD", HttpRequest.BodyPublishers.noBody()));
            HttpResponse<String> none =
                    served.send(served.to("/q?q=%25").method("HEAD", HttpRequest.BodyPublishers.noBody()));

            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.headers().firstValue("Content-Length")).hasValue("3");
            assertThat(head.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
            assertThat(head.body()).isEmpty();
            assertThat(none.statusCode()).isEqualTo(404);
            assertThat(Served.problem(served.get("/q?q=%25"), 404)
                            .path("detail")
                            .asText())
                    .isEqualTo("Not Found");
        }
    }

    @Test
    void takesTheMethodOfTheFirstLineAlone() throws Exception {
        try (Served served = asking()) {
            var answer = served.send(served.to("/q").header("X-HTTP-Method-Override", "DELETE"));

            assertThat(answer.body()).isEqualTo("[]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "+500", "", "1.5", "\u0665"})
    void refusesADeadlineThatIsNone(String millis) throws Exception {
        try (Served served = asking();
                var caller = RawCaller.of(served.port())) {
            caller.send("GET /q HTTP/1.1\r\nHost: x\r\nX-Chutes-Deadline-Ms: " + millis + "\r\n\r\n");

            assertThat(caller.line()).startsWith("HTTP/1.1 400");
        }
    }

    @SuppressWarnings("NullAway") // as from an exception that says nothing
    private static ProblemException wordless() {
        return new ProblemException(404, null);
    }

    private static Served asking() {
        return Served.endpoints("", routes -> {
            routes.text("GET", "/q", "text/plain", request -> {
                List<String> values = request.queries("q", String.class);
                if (values.contains("%")) {
                    throw wordless();
                }
                return values.toString();
            });
            routes.text("DELETE", "/q", "text/plain", _ -> "deleted");
        });
    }

    @Test
    void readsBodiesOfEveryKind() throws Exception {
        try (Served served = Served.endpoints("", routes -> {
            routes.json("POST", "/list", request -> request.list(Point.class).reversed());
            routes.json("POST", "/map", request -> request.map(Integer.class));
            routes.text("POST", "/text", "text/html", Request::text);
            routes.media("POST", "/bytes", request -> new Media("image/png", request.bytes()));
        })) {
            assertThat(served.post("/list", "[{\"x\": 1}, {\"x\": 2}]").body()).isEqualTo("[{\"x\":2},{\"x\":1}]");
            assertThat(served.post("/list", "[{\"x\": 1}, {\"y\": 2}]").body()).contains("\"pointer\":\"/1/x\"");
            assertThat(served.post("/map", "{\"a\": 1}").body()).isEqualTo("{\"a\":1}");
            var text = served.send(served.to("/text")
                    .header("Content-Type", "text/plain;charset=iso-8859-1")
                    .POST(HttpRequest.BodyPublishers.ofByteArray("grün".getBytes(StandardCharsets.ISO_8859_1))));
            assertThat(text.body()).isEqualTo("grün");
            assertThat(text.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
            var notText = served.send(
                    served.to("/text").POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {(byte) 0xff})));
            assertThat(notText.statusCode()).isEqualTo(400);
            assertThat(served.post("/bytes", "abc").headers().firstValue("Content-Type"))
                    .hasValue("image/png");
        }
    }

    @Test
    void takesUploadsAndGivesMediaLargerThanAnyBodyInMemory() throws Exception {
        long size = 40L << 20;
        try (Served served = Served.endpoints("", routes -> {
            routes.text("POST", "/count", "text/plain", request -> {
                try (InputStream in = request.upload().stream()) {
                    return request.upload().contentType() + " " + in.transferTo(OutputStream.nullOutputStream());
                }
            });
            routes.media("GET", "/zeros", _ -> new Media("application/octet-stream", new ZeroStream(size)));
        })) {
            var counted = served.send(served.to("/count")
                    .header("Content-Type", "video/mp4")
                    .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ZeroStream(size))));
            assertThat(counted.body()).isEqualTo("video/mp4 " + size);

            var zeros = HttpClient.newHttpClient()
                    .send(served.to("/zeros").build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = zeros.body()) {
                assertThat(in.transferTo(OutputStream.nullOutputStream())).isEqualTo(size);
            }
        }
    }

    @Test
    void cutsAMediaThatBreaksOff() throws Exception {
        try (Served served = Served.endpoints(
                "",
                routes -> routes.media(
                        "GET",
                        "/broken",
                        _ -> new Media(
                                "a/b", new SequenceInputStream(new ZeroStream(1 << 20), new FailingStream()))))) {
            assertThatThrownBy(() -> served.get("/broken")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void answersNothingThatIsNoJson() throws Exception {
        try (Served served = Served.endpoints("", routes -> routes.json("GET", "/none", _ -> List.of(Double.NaN)))) {
            assertThat(served.get("/none").statusCode()).isEqualTo(500);
        }
    }

    @Test
    void answersTheProblemThatTheChuteThrows() throws Exception {
        try (Served served = Served.endpoints(
                "",
                routes -> routes.json("GET", "/none", _ -> {
                    throw new ProblemException(404, "There is no such word");
                }))) {
            var answer = served.get("/none");

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("There is no such word", "requestId");
        }
    }

    @Test
    void believesThePlatformAloneWhoCalls() throws Exception {
        Consumer<Routes> who = routes -> routes.text(
                "GET", "/who", "text/plain", request -> request.caller().orElse("nobody"));
        try (Served open = Served.endpoints("", who);
                Served guarded = Served.start(
                        "", new ServerConfig("127.0.0.1", 0, "token"), new StartupPhases(), _ -> {}, who)) {
            assertThat(open.send(open.to("/who").header("X-Chutes-Caller", "eve"))
                            .body())
                    .isEqualTo("nobody");
            assertThat(guarded.send(guarded.to("/who")
                                    .header("X-Chutes-Caller", "alice")
                                    .header("X-Chutes-Instance-Token", "token"))
                            .body())
                    .isEqualTo("alice");
        }
    }

    /** So many zeros. */
    private static final class ZeroStream extends InputStream {
        private long left;

        ZeroStream(long left) {
            this.left = left;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            int count = (int) Math.min(length, left);
            left -= count;
            return count == 0 && length > 0 ? -1 : count;
        }
    }

    private static final class FailingStream extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("the source is gone");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
        }
    }
}
