package io.chutes.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.chutes.annotation.Upload;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {
    private final StandIn server = StandIn.answering(200, "application/json", "{}");
    private final ChuteClient chute = server.client();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE"})
    void usesAnyMethod(String method) {
        chute.request(method, "/things").send();

        assertThat(seen().line()).isEqualTo(method + " /c/alice/shop/things");
    }

    @Test
    void asksForNoUpgradeHoweverHttpIsSpelled() {
        ChuteClient.of(URI.create(server.address().toString().replace("http:", "HTTP:")))
                .get("/a")
                .send();

        assertThat(seen().header("Upgrade")).isEmpty();
    }

    @Test
    void encodesWhatStandsInThePath() {
        chute.get("/shelves/{shelf}/{row}/{kind}")
                .path("shelf", "a/b c+d?é%&=#")
                .path("row", 3)
                .path("kind", Kind.NEW)
                .send();

        assertThat(seen().line()).isEqualTo("GET /c/alice/shop/shelves/a%2Fb%20c%2Bd%3F%C3%A9%25%26%3D%23/3/NEW");
    }

    @Test
    void doesNotTakeTheValueOfOneSegmentForThePlaceOfAnother() {
        chute.get("/{a}/{b}").path("a", "{b}").path("b", "x").send();

        assertThat(seen().line()).isEqualTo("GET /c/alice/shop/%7Bb%7D/x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".."})
    void refusesASegmentThatWouldMakeAnotherPath(String segment) {
        ChuteRequest request = chute.get("/shelves/{shelf}");

        assertThatThrownBy(() -> request.path("shelf", segment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + segment + "'")
                .hasMessageContaining("/shelves/{shelf}");
    }

    @Test
    void refusesAPathWithAPlaceLeftOpenOrNoSuchPlace() {
        assertThatThrownBy(() -> chute.get("/shelves/{shelf}").send())
                .hasMessage("Nothing was given for {shelf} of the path /shelves/{shelf}");
        assertThatThrownBy(() -> chute.get("/shelves").path("shelf", 1)).hasMessageContaining("no {shelf}");
        assertThat(server.seen()).isEmpty();
    }

    @Test
    void encodesTheQueryAndLeavesOutWhatIsAbsent() {
        chute.get("/items")
                .query("q", "a b&c=d")
                .query("absent", Optional.empty())
                .query("limit", Optional.of(5))
                .query("tag", List.of("x", "y"))
                .query("since", Instant.EPOCH)
                .query("none", List.of())
                .send();

        assertThat(seen().line())
                .isEqualTo(
                        "GET /c/alice/shop/items?q=a%20b%26c%3Dd&limit=5&tag=x&tag=y&since=1970-01-01T00%3A00%3A00Z");
    }

    @Test
    void sendsJsonOfAnyType() {
        chute.post("/a")
                .json(List.of(Map.of("k", new Item("n", Optional.empty()))))
                .send();

        assertThat(seen().header("Content-Type")).isEqualTo("application/json");
        assertThat(seen().body()).isEqualTo("[{\"k\":{\"name\":\"n\",\"note\":null}}]");
    }

    @Test
    void sendsTheComponentsOfARecordAndNoMore() {
        chute.post("/a").json(new Square(2)).send();

        assertThat(seen().body()).isEqualTo("{\"side\":2}");
    }

    @Test
    void refusesAPathWithAQuery() {
        assertThatThrownBy(() -> chute.get("/a?b=c")).hasMessageContaining("query(name, value)");
    }

    @Test
    void namesAConstantAsJsonDoes() {
        chute.get("/{a}").path("a", Named.FIRST).query("q", Named.FIRST).send();

        assertThat(seen().line()).isEqualTo("GET /c/alice/shop/the-first?q=the-first");
    }

    @Test
    void refusesANumberThatIsNone() {
        assertThatThrownBy(() -> chute.post("/a").json(Map.of("k", List.of(1.0, Double.NaN))))
                .isInstanceOf(ChuteException.class)
                .hasMessageContaining("/k/1: NaN is no number in JSON");
        assertThat(server.seen()).isEmpty();
    }

    @Test
    void closesAnUploadThatIsEmpty() {
        var closed = new AtomicInteger();
        var empty = new Upload() {
            @Override
            public String contentType() {
                return "image/gif";
            }

            @Override
            public OptionalLong length() {
                return OptionalLong.of(0);
            }

            @Override
            public InputStream stream() {
                return new ByteArrayInputStream(new byte[0]) {
                    @Override
                    public void close() {
                        closed.incrementAndGet();
                    }
                };
            }
        };

        chute.post("/a").upload(empty).send();

        assertThat(closed).hasValue(1);
        assertThat(seen().body()).isEmpty();
    }

    @Test
    void closesAnUploadOfACallThatFails() {
        var closed = new AtomicInteger();
        var stream = new ByteArrayInputStream(new byte[10]) {
            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
        ChuteClient nobody = ChuteClient.of(URI.create("http://127.0.0.1:1/"))
                .with(CallOptions.DEFAULT.withRetries(RetryPolicy.NONE));

        assertThatThrownBy(() -> nobody.post("/a")
                        .upload(Uploads.of("image/gif", stream))
                        .send())
                .isInstanceOf(ChuteException.class);

        assertThat(closed).hasPositiveValue();
    }

    @Test
    void tellsNoSecretOfAddressAndHeaders() {
        assertThat(CallOptions.DEFAULT.withHeader("X-Key", "the-secret").toString())
                .contains("X-Key")
                .doesNotContain("the-secret");
        assertThatThrownBy(() -> ChuteClient.of(URI.create("https://me:the-secret@chutes.test/c/a/b")))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("the-secret"));
    }

    @Test
    void sendsTextAndBytes() {
        chute.post("/a").text("grün").send();
        chute.post("/a").bytes("raw".getBytes(StandardCharsets.UTF_8)).send();

        assertThat(server.seen()).extracting(StandIn.Seen::body).containsExactly("grün", "raw");
        assertThat(server.seen())
                .extracting(seen -> seen.header("Content-Type"))
                .containsExactly("text/plain;charset=utf-8", "application/octet-stream");
    }

    @Test
    void sendsAnUploadAsItIsRead(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("a.png"), "pixels");
        var stream = new ByteArrayInputStream("flow".getBytes(StandardCharsets.UTF_8));

        chute.post("/a").upload(Uploads.of("image/png", file)).send();
        chute.post("/a").upload(Uploads.of("image/gif", stream)).send();
        chute.post("/a").upload(Uploads.of("image/gif", new byte[0])).send();

        assertThat(server.seen()).extracting(StandIn.Seen::body).containsExactly("pixels", "flow", "");
        assertThat(server.seen())
                .extracting(seen -> seen.header("Content-Type"))
                .containsExactly("image/png", "image/gif", "image/gif");
        assertThat(server.seen().get(0).header("Content-Length")).isEqualTo("6");
    }

    @Test
    void sendsOneBodyOnly() {
        assertThatThrownBy(() -> chute.post("/a").text("a").text("b")).hasMessageContaining("one body");
    }

    @Test
    void sendsWhatTheOptionsSay() {
        var options = CallOptions.DEFAULT
                .withTimeout(Duration.ofSeconds(20))
                .withHeader("X-Trace", "t1")
                .withIdempotencyKey("once");

        chute.with(options).post("/a").send();

        assertThat(seen().header("X-trace")).isEqualTo("t1");
        assertThat(seen().header("Idempotency-key")).isEqualTo("once");
        assertThat(Long.parseLong(seen().header("X-chutes-deadline-ms"))).isBetween(15_000L, 20_000L);
        assertThat(chute.options()).isEqualTo(CallOptions.DEFAULT);
    }

    @Test
    void keepsTheLastOfTwoHeadersOfOneName() {
        var options = CallOptions.DEFAULT.withHeader("x-a", "1").withHeader("X-A", "2");

        chute.with(options).post("/a").send();

        assertThat(seen().header("X-a")).isEqualTo("2");
    }

    @Test
    void saysThatAFileIsGone(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("a.png"), "pixels");
        var gone = Uploads.of("image/png", file);
        Files.delete(file);

        assertThatThrownBy(() -> chute.post("/a").upload(gone).send())
                .isInstanceOf(ChuteException.class)
                .hasMessageContaining("a.png");
        assertThatThrownBy(() -> Uploads.of("image/png", file)).hasMessageContaining("a.png");
    }

    @Test
    void saysThatAnUploadBrokeOff() throws Exception {
        InputStream breaking = InputStream.nullInputStream();
        breaking.close(); // which then reads as broken

        assertThatThrownBy(() -> chute.post("/a")
                        .upload(Uploads.of("image/png", breaking))
                        .send())
                .isInstanceOf(ChuteException.class)
                .hasMessageContaining("/a");
    }

    @Test
    void refusesAMediaTypeThatIsNone() {
        var odd = Uploads.of("image/png\n", new byte[1]);

        assertThatThrownBy(() -> chute.post("/a").upload(odd).send()).hasMessageContaining("image/png");
    }

    @Test
    void sendsNoDeadlineWithoutATimeout() {
        chute.post("/a").send();

        assertThat(seen().headers()).doesNotContainKeys("X-chutes-deadline-ms", "Idempotency-key", "Upgrade");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "content-type",
                "Accept",
                "x-chutes-deadline-ms",
                "Idempotency-Key",
                "Host",
                "a b"
            })
    void refusesAHeaderThatIsNotTheCallersToSet(String name) {
        assertThatThrownBy(() -> CallOptions.DEFAULT.withHeader(name, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }

    @Test
    void refusesOptionsOutOfRange() {
        assertThatThrownBy(() -> CallOptions.DEFAULT.withTimeout(Duration.ZERO)).hasMessageContaining("PT0S");
        assertThatThrownBy(() -> CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(Long.MAX_VALUE)))
                .hasMessageStartingWith("timeout must be 1 ms to 30 days, got ");
        assertThatThrownBy(() -> CallOptions.DEFAULT.withTimeout(Duration.ofDays(31)))
                .hasMessageContaining("30 days");
        assertThatThrownBy(() -> CallOptions.DEFAULT.withIdempotencyKey("a\nb"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RetryPolicy.DEFAULT.withAttempts(0)).hasMessageContaining("got 0");
        assertThatThrownBy(() -> new RetryPolicy(2, Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("PT2S");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host/c/a/b", "/c/a/b", "http:///c", "http://host/c?x=1", "http://host/#a"})
    void refusesAnAddressThatIsNoChutes(String address) {
        URI chuteAddress = URI.create(address);

        assertThatThrownBy(() -> ChuteClient.of(chuteAddress)).hasMessageContaining(address);
    }

    @Test
    void keepsTheKeyOutOfItsText() {
        assertThat(chute.toString()).contains("/c/alice/shop").doesNotContain("ck_");
    }

    private StandIn.Seen seen() {
        return server.seen().get(0);
    }

    enum Named {
        @JsonProperty("the-first")
        FIRST
    }

    enum Kind {
        NEW
    }

    record Item(String name, Optional<String> note) {}

    record Square(int side) {
        public int getArea() {
            return side * side;
        }

        public boolean isEmpty() {
            return side == 0;
        }
    }
}
