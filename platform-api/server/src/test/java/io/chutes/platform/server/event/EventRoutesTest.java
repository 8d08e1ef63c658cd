package io.chutes.platform.server.event;

import static io.chutes.platform.server.Patience.await;
import static io.chutes.platform.server.fleet.TestPlatform.GPU_CHUTE;
import static io.chutes.platform.server.fleet.TestPlatform.gpus;
import static io.chutes.platform.server.fleet.TestPlatform.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.server.fleet.TestNode;
import io.chutes.platform.server.fleet.TestPlatform;
import io.chutes.platform.server.key.Keys;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.web.ApiServer;
import io.chutes.platform.server.web.Gate;
import io.chutes.platform.server.web.HttpCaller;
import io.chutes.platform.server.web.TestApi;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EventRoutesTest {
    private final TestPlatform platform = new TestPlatform();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.shutdownNow();
        platform.close();
    }

    @Test
    void tellsOfAllThatADeploymentDoesAndWhoAskedForIt() {
        TestNode node = platform.node("one");
        node.sync();
        platform.deploy(1, manifest(GPU_CHUTE, gpus(1)));
        platform.settle();
        String id = node.only().id();
        node.seesReady(id).sync();
        node.sees(id, InstanceStatus.FAILED).sync();

        List<JsonNode> events = list("?chute=hello");
        assertThat(events)
                .extracting(event -> event.path("type").asText())
                .containsExactly(
                        "instance.failed",
                        "instance.ready",
                        "instance.placing",
                        "instance.pending",
                        "chute.deployed",
                        "chute.version-created");
        JsonNode deployed = events.get(4);
        assertThat(deployed.path("message").asText()).isEqualTo("Version 1 gets all calls");
        assertThat(deployed.at("/actor/name").asText()).isEqualTo("alice");
        assertThat(deployed.at("/actor/key").asText()).isEqualTo(platform.key.split("_", -1)[1]);
        assertThat(deployed.at("/actor/address").asText()).matches("127\\.0\\.0\\.1|\\[?[0:]+1]?");
        assertThat(events.getFirst().at("/actor/name").asText()).isEqualTo("platform");
        assertThat(events.getFirst().at("/data/instance").asText()).isEqualTo(id);
        assertThat(events.getFirst().path("message").asText()).isEqualTo("as the node says");
    }

    @Test
    void pagesBackwardsAndFilters() {
        platform.deploy(1, manifest(GPU_CHUTE, gpus(1)));
        platform.deploy(2, manifest("other", gpus(1)));

        JsonNode first = HttpCaller.json(get("/v1/events?type=chute&limit=3"));
        JsonNode second = HttpCaller.json(
                get("/v1/events?type=chute&limit=3&cursor=" + first.path("next").asText()));

        assertThat(first.path("items")).hasSize(3);
        assertThat(second.path("items")).hasSize(1);
        assertThat(second.path("next").isNull()).isTrue();
        assertThat(list("?chute=other&type=chute.deployed")).hasSize(1);
        assertThat(get("/v1/events?type=CHUTE").statusCode()).isEqualTo(422);
        assertThat(get("/v1/events?limit=201").statusCode()).isEqualTo(422);
        assertThat(get("/v1/events?kind=chute").statusCode()).isEqualTo(422);
        assertThat(get("/v1/events?after=1").statusCode()).isEqualTo(422);
        assertThat(get("/v1/events?limit=1", "Accept", "text/event-stream").statusCode())
                .isEqualTo(422);
    }

    @Test
    void showsNobodyElsesEvents() {
        platform.deploy(1, manifest(GPU_CHUTE, gpus(1)));

        HttpResponse<String> bobs = platform.http.get("/v1/events?chute=hello", TestPlatform.bearer(platform.bobsKey));

        assertThat(HttpCaller.json(bobs).path("items")).isEmpty();
        assertThat(platform.http.get("/v1/events").statusCode()).isEqualTo(401);
    }

    @Test
    void streamsWhatHappensThroughAnotherControlPlane() throws Exception {
        Database same = Database.open(platform.url, "postgres", "postgres");
        var keys = new Keys(same, new byte[32], InstantSource.system());
        try (same;
                var feed = new EventFeed(same);
                ApiServer other = ApiServer.start(
                        "localhost",
                        0,
                        TestApi.of(
                                new Gate(keys::authenticate, _ -> Optional.empty()),
                                new EventRoutes(
                                        new Events(same.jdbi()), feed, keys::authenticate, EventRoutes.HEARTBEAT)))) {
            List<String> lines = follow(new HttpCaller(other), "?type=chute");

            platform.deploy(1, manifest(GPU_CHUTE, gpus(1)));

            await().until(() -> lines.contains("event: chute.deployed"));
            assertThat(lines).contains("event: chute.version-created").doesNotContain("event: account.registered");
        }
    }

    @Test
    void resumesAfterTheLastEventThatWasSeen() throws Exception {
        platform.deploy(1, manifest(GPU_CHUTE, gpus(1)));
        List<JsonNode> events = list("?type=chute");

        List<String> all = follow(platform.http, "?type=chute&after=0");
        await().until(() ->
                all.stream().filter(line -> line.startsWith("event: ")).count() == 2);
        List<String> rest = follow(
                platform.http,
                "?type=chute",
                "Last-Event-ID",
                events.get(1).path("id").asText());
        await().until(() -> rest.contains("event: chute.deployed"));
        assertThat(rest).doesNotContain("event: chute.version-created");
    }

    @Test
    void endsTheStreamOfAKeyThatIsGivenLess() throws Exception {
        HttpRequest request = platform.http
                .request("/v1/events", with("Accept", "text/event-stream"))
                .build();
        HttpResponse<Stream<String>> answer = client.send(request, BodyHandlers.ofLines());
        CompletableFuture<Long> reading = CompletableFuture.supplyAsync(
                () -> answer.body().count(), command -> Thread.ofVirtual().start(command));
        platform.database.jdbi().useHandle(handle -> handle.execute("""
                        update api_key set admin = false, scopes = '[{"resource": "chutes", "id": "*", "action": "read"}]'
                        """));

        await().until(() -> {
            platform.database
                    .jdbi()
                    .useTransaction(
                            handle -> Events.record(handle, Occurrence.of(platform.accountId(), "a.b", "something")));
            return reading.isDone();
        });

        assertThat(reading.join()).isPositive();
    }

    @Test
    void refusesToResumeAfterWhatHasNotHappened() {
        for (String id : List.of("99999", "-1", "x")) {
            HttpResponse<String> answer = get("/v1/events", "Accept", "text/event-stream", "Last-Event-ID", id);
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("Last-Event-ID must be");
        }
    }

    private List<JsonNode> list(String query) {
        JsonNode items = HttpCaller.json(get("/v1/events" + query)).path("items");
        return Stream.of(TestPlatform.read(items, JsonNode[].class)).toList();
    }

    private HttpResponse<String> get(String path, String... headers) {
        return platform.http.get(path, with(headers));
    }

    /** The lines of a stream, as they come. */
    private List<String> follow(HttpCaller caller, String query, String... headers) throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        HttpRequest request = caller.request("/v1/events" + query, with(headers))
                .header("Accept", "text/event-stream")
                .build();
        HttpResponse<Stream<String>> answer = client.send(request, BodyHandlers.ofLines());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        Thread.ofVirtual().start(() -> answer.body().forEach(lines::add));
        return lines;
    }

    private String[] with(String... headers) {
        return Stream.concat(Stream.of(platform.authorization()), Stream.of(headers))
                .toArray(String[]::new);
    }
}
