package io.chutes.platform.server.log;

import static io.chutes.platform.server.Patience.await;
import static io.chutes.platform.server.fleet.TestPlatform.GPU_CHUTE;
import static io.chutes.platform.server.fleet.TestPlatform.bearer;
import static io.chutes.platform.server.fleet.TestPlatform.credential;
import static io.chutes.platform.server.fleet.TestPlatform.gpus;
import static io.chutes.platform.server.fleet.TestPlatform.json;
import static io.chutes.platform.server.fleet.TestPlatform.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.fleet.Agent;
import io.chutes.platform.fleet.LogBatch;
import io.chutes.platform.fleet.LogChunk;
import io.chutes.platform.server.fleet.TestNode;
import io.chutes.platform.server.fleet.TestPlatform;
import io.chutes.platform.server.web.HttpCaller;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node ships of an instance, and what its owner reads of it. */
final class LogRoutesTest {
    private static final Agent AGENT = new Agent("the first", null);

    private final TestPlatform platform = new TestPlatform();
    private final TestNode node = platform.node("one");
    private String id = "";

    @BeforeEach
    void place() {
        node.sync();
        platform.deploy(1, manifest(GPU_CHUTE, gpus(1)));
        platform.settle();
        id = node.only().id();
        node.seesReady(id).sync();
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void keepsEachPartOnceHoweverOftenItComes() {
        assertThat(received(ship(chunk(0, 10, "one", "two")))).isEqualTo(10);
        List<CompletableFuture<HttpResponse<String>>> again = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> ship(chunk(10, 20, "three"))))
                .limit(8)
                .toList();
        again.forEach(answer -> assertThat(received(answer.join())).isEqualTo(20));

        assertThat(received(ship(chunk(0, 10, "one", "two")))).isEqualTo(20);
        assertThat(received(ship(chunk(0, 0)))).isEqualTo(20);
        assertThat(received(ship(chunk(15, 30, "half of it again")))).isEqualTo(20);
        assertThat(texts(logs(""))).containsExactly("one", "two", "three");
        assertThat(received(ship(chunk(25, 30, "after a gap")))).isEqualTo(30);
        assertThat(texts(logs("")).subList(3, 5))
                .containsExactly("5 bytes of what it wrote before are missing", "after a gap");
    }

    @Test
    void takesObjectsAsTheyAreAndAnythingElseAsText() {
        ship(chunk(
                0,
                9,
                "{\"level\":\"INFO\",\"message\":\"hi\",\"requestId\":\"r-1\"}",
                "{\"not\": closed",
                "[1]",
                "",
                "\"quoted\" and \u001b[31mred\u001b[0m"));

        List<JsonNode> lines = logs("");
        assertThat(lines.getFirst().at("/line/message").asText()).isEqualTo("hi");
        assertThat(texts(lines.subList(1, 5)))
                .containsExactly("{\"not\": closed", "[1]", "", "\"quoted\" and \u001b[31mred\u001b[0m");
        assertThat(logs("?request=r-1")).hasSize(1);
        assertThat(logs("?request=r-2")).isEmpty();
    }

    @Test
    void takesNothingOfWhatIsNotTheNodes() {
        assertThat(ship("two", AGENT, chunk(0, 1, "forged")).statusCode()).isEqualTo(409);
        platform.node("two").sync();
        assertThat(ship("two", AGENT, chunk(0, 1, "forged")).statusCode()).isEqualTo(403);
        assertThat(ship("one", new Agent("a copy", null), chunk(0, 1, "forged")).statusCode())
                .isEqualTo(409);
        var foreign = new LogChunk("i-of-nobody", 0, 1, false, List.of());
        assertThat(ship("one", AGENT, chunk(0, 1, "beside it"), foreign).statusCode())
                .isEqualTo(403);
        assertThat(ship(chunk(5, 4)).statusCode()).isEqualTo(422);
        assertThat(ship(chunk(0, 70_000, "x".repeat(65_537))).statusCode()).isEqualTo(422);

        assertThat(logs("")).isEmpty();
    }

    @Test
    void showsThemToTheOwnerAloneAlsoAfterTheInstanceIsGone() {
        ship(chunk(0, 3, "last words"));
        node.sees(id, InstanceStatus.FAILED).sync();
        platform.clock.advance(Duration.ofDays(1));

        assertThat(texts(logs(""))).containsExactly("last words");
        assertThat(texts(chuteLogs(""))).containsExactly("last words");
        for (String path : List.of("/v1/instances/" + id + "/logs", "/v1/chutes/" + GPU_CHUTE + "/logs")) {
            assertThat(platform.http.get(path, bearer(platform.bobsKey)).statusCode())
                    .isEqualTo(404);
        }
        assertThat(texts(chuteLogs("?instance=" + id))).containsExactly("last words");
        assertThat(chuteLogs("?instance=i-of-nobody")).isEmpty();
    }

    @Test
    void givesPartsOfThem() {
        for (int i = 0; i < 10; i++) {
            ship(chunk(i, i + 1, "a" + i, "b" + i));
        }
        platform.clock.advance(Duration.ofHours(1));
        ship(chunk(10, 11, "later"));

        assertThat(texts(logs("?tail=3"))).containsExactly("a9", "b9", "later");
        assertThat(texts(logs("?tail=100"))).hasSize(21);
        assertThat(texts(logs("?since=2026-01-01T00:30:00Z"))).containsExactly("later");
        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = HttpCaller.json(get("/v1/chutes/" + GPU_CHUTE + "/logs?limit=4&tail=15" + cursor));
            paged.addAll(texts(items(page)));
            cursor = page.path("next").isNull()
                    ? ""
                    : "&cursor=" + page.path("next").asText();
        } while (!cursor.isEmpty());
        assertThat(paged).hasSize(15).startsWith("a3", "b3").endsWith("b9", "later");

        for (String wrong : List.of("since=yesterday", "tail=0", "tail=many", "follow=perhaps", "cursor=abc")) {
            assertThat(get("/v1/instances/" + id + "/logs?" + wrong).statusCode())
                    .as(wrong)
                    .isEqualTo(422);
        }
    }

    @Test
    void keepsAsMuchAndAsLongAsItIsTold() {
        for (int i = 0; i < 10; i++) {
            ship(chunk(i, i + 1, i + "x".repeat(4_000)));
        }

        List<String> kept = texts(logs(""));
        assertThat(kept.getFirst()).isEqualTo("6 older lines are no longer kept");
        assertThat(kept.subList(1, 5)).extracting(it -> it.substring(0, 1)).containsExactly("6", "7", "8", "9");

        platform.clock.advance(TestPlatform.LOGS.age().plusSeconds(1));
        var upkeep = new LogUpkeep(platform.database.jdbi(), TestPlatform.LOGS, platform.clock);
        upkeep.expire();
        assertThat(logs("")).isEmpty();
        assertThat(received(ship(chunk(10, 11, "goes on")))).isEqualTo(11);
        assertThat(texts(logs(""))).containsExactly("10 older lines are no longer kept", "goes on");
    }

    @Test
    void goesOnWithWhatIsWrittenUntilAllOfItIsThere() throws Exception {
        ship(chunk(0, 1, "before"));
        List<String> events = new ArrayList<>();
        CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> read("?follow=true", "", events));
        await().until(() -> has(events, "before"));

        ship(chunk(1, 2, "after"));
        await().until(() -> has(events, "after"));
        ship(new LogChunk(id, 2, 2, true, List.of()));
        reading.join();

        assertThat(events.stream().filter(line -> line.startsWith("event: ")))
                .containsExactly("event: line", "event: line", "event: completed");
        String first = events.stream()
                .filter(line -> line.startsWith("id: "))
                .findFirst()
                .orElseThrow();
        List<String> resumed = new ArrayList<>();
        read("?tail=2", first.substring("id: ".length()), resumed);
        assertThat(has(resumed, "before")).isFalse();
        assertThat(has(resumed, "after")).isTrue();
    }

    private static boolean has(List<String> events, String text) {
        synchronized (events) {
            return events.stream().anyMatch(line -> line.contains("\"" + text + "\""));
        }
    }

    private void read(String query, String after, List<String> events) {
        var request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + platform.port() + "/v1/instances/" + id + "/logs" + query))
                .headers(platform.authorization())
                .header("Accept", "text/event-stream");
        if (!after.isEmpty()) {
            request.header("Last-Event-ID", after);
        }
        try (var http = HttpClient.newHttpClient();
                InputStream body =
                        http.send(request.build(), BodyHandlers.ofInputStream()).body();
                var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (events) {
                    events.add(line);
                }
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private LogChunk chunk(long from, long to, String... lines) {
        Instant now = platform.clock.instant();
        return new LogChunk(
                id,
                from,
                to,
                false,
                Stream.of(lines).map(line -> new LogChunk.Line(now, line)).toList());
    }

    private HttpResponse<String> ship(LogChunk... chunks) {
        return ship("one", AGENT, chunks);
    }

    private HttpResponse<String> ship(String as, Agent agent, LogChunk... chunks) {
        return platform.http.post(
                "/v1/nodes/logs",
                json(new LogBatch(agent, List.of(chunks))),
                bearer(credential(as).token()));
    }

    private long received(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return HttpCaller.json(answer).path("received").path(id).asLong(-1);
    }

    private HttpResponse<String> get(String path) {
        return platform.http.get(path, platform.authorization());
    }

    private List<JsonNode> logs(String query) {
        return items(HttpCaller.json(get("/v1/instances/" + id + "/logs" + query)));
    }

    private List<JsonNode> chuteLogs(String query) {
        return items(HttpCaller.json(get("/v1/chutes/" + GPU_CHUTE + "/logs" + query)));
    }

    private static List<JsonNode> items(JsonNode page) {
        JsonNode items = page.path("items");
        return IntStream.range(0, items.size()).mapToObj(items::get).toList();
    }

    private static List<String> texts(List<JsonNode> lines) {
        return lines.stream().map(line -> line.at("/line/text").asText()).toList();
    }
}
