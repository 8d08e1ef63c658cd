package io.chutes.platform.server.gateway;

import static io.chutes.platform.server.Patience.await;
import static io.chutes.platform.server.fleet.TestPlatform.GPU_CHUTE;
import static io.chutes.platform.server.fleet.TestPlatform.gpus;
import static io.chutes.platform.server.fleet.TestPlatform.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import io.chutes.platform.api.ChuteScaling;
import io.chutes.platform.api.InstanceBounds;
import io.chutes.platform.api.InstanceState;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.Money;
import io.chutes.platform.fleet.DesiredInstance;
import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.server.fleet.TestNode;
import io.chutes.platform.server.fleet.TestPlatform;
import io.chutes.platform.server.web.HttpCaller;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls bring instances about, and the want of calls takes them away. */
final class ScaledCallsTest {
    private static final String GREET = "/c/alice/hello/greet";

    private final TestPlatform platform = new TestPlatform();
    private final TestNode node = platform.node("one").has(Map.of("L4", 4));
    private final List<Answering> upstreams = new ArrayList<>();

    @AfterEach
    void close() {
        upstreams.forEach(Answering::close);
        platform.close();
    }

    @Test
    void hasAnInstanceForEachOfThreeCallsAndPaysForEach() throws Exception {
        deploy(new ScalingSpec(1, 8, 0, 3, 1, Duration.ofHours(1)));
        Answering first = ready(ordered().getFirst());
        List<CompletableFuture<HttpResponse<String>>> calls =
                IntStream.range(0, 3).mapToObj(_ -> call()).toList();
        await().until(() -> first.calls.get() == 3);

        platform.settle();

        List<DesiredInstance> three = ordered();
        assertThat(three).hasSize(3);
        three.stream().filter(it -> !it.id().equals(first.id)).forEach(this::ready);
        List<CompletableFuture<HttpResponse<String>>> more =
                IntStream.range(0, 2).mapToObj(_ -> call()).toList();
        await().until(() -> upstreams.stream().allMatch(it -> it.calls.get() > 0));
        upstreams.forEach(it -> it.open.countDown());
        for (var answer : List.of(calls, more).stream().flatMap(List::stream).toList()) {
            assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }

        await().until(() ->
                upstreams.stream().allMatch(it -> platform.fleet.load().calls(it.id) == 0));
        platform.settle();

        Instant from = platform.clock.instant();
        platform.clock.advance(Duration.ofMinutes(6));
        three.forEach(it -> node.used(it.id(), 1, from, platform.clock.instant()));
        node.sync();
        assertThat(platform.balance()).isEqualTo(Money.of("99.925"));
        platform.settle();
        assertThat(ordered()).hasSize(3);
        platform.clock.advance(Duration.ofMinutes(1));
        node.sync();
        platform.settle();
        assertThat(ordered()).hasSize(1);
        assertThat(decisions()).containsExactly(1, 3, 2, 1);
    }

    @Test
    void goesToZeroAndComesBackForACallThatIsHeld() throws Exception {
        deploy(new ScalingSpec(1, 8, 0, 1, 0.75, Duration.ofMinutes(1)));
        Answering first = ready(ordered().getFirst());
        first.open.countDown();
        assertThat(call().get(60, TimeUnit.SECONDS).headers().firstValue("X-Chutes-Cold-Start-Ms"))
                .isEmpty();
        await().until(() -> platform.fleet.load().calls(first.id) == 0);
        platform.settle();

        platform.clock.advance(Duration.ofSeconds(59));
        node.sync();
        platform.settle();
        assertThat(state(0).status()).isEqualTo(InstanceStatus.READY);
        platform.clock.advance(Duration.ofSeconds(1));
        node.sync();
        platform.settle();
        assertThat(state(0).status()).isEqualTo(InstanceStatus.DRAINING);
        assertThat(state(0).reason()).isEqualTo("no longer needed: 0 of its version are enough");
        node.sees(first.id, InstanceStatus.STOPPED).sync();
        HttpResponse<String> warmed = platform.http.send(platform.http
                .request("/v1/chutes/hello/warmup", platform.authorization())
                .PUT(HttpRequest.BodyPublishers.noBody()));
        assertThat(warmed.statusCode()).isEqualTo(200);
        platform.settle();
        Answering warm = ready(ordered().getFirst());
        platform.clock.advance(Duration.ofMinutes(1));
        node.sync();
        platform.settle();
        node.sees(warm.id, InstanceStatus.STOPPED).sync();

        CompletableFuture<HttpResponse<String>> held = call();
        await().until(() -> platform.gateway.waiting() == 1);
        platform.settle();
        ready(ordered().getFirst()).open.countDown();

        HttpResponse<String> answer = held.get(60, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValueAsLong("X-Chutes-Cold-Start-Ms")).isPresent();
        JsonNode last = explained().get(0);
        assertThat(last.path("reason").asText()).isEqualTo("1 calls at once need 1 instance of concurrency 1");
        assertThat(last.path("queued").asInt()).isEqualTo(1);
        assertThat(last.path("ready").asInt()).isZero();
    }

    @Test
    void obeysItsOwnerBeforeItsManifestOverVersions() {
        deploy(new ScalingSpec(1, 1, 0, 2, 0.75, Duration.ofMinutes(1)));
        assertThat(scaling()).isEqualTo(new ChuteScaling(0, 2, InstanceBounds.NONE, new InstanceBounds(0, 2)));

        assertThat(scale("{\"minInstances\":3}", 422))
                .contains("/minInstances", "got 3 and 2, which version 1 declares");
        assertThat(scale("{\"minInstances\":3,\"maxInstances\":101}", 422))
                .contains("maxInstances must be 1 to 100, got 101");
        scale("{\"minInstances\":3,\"maxInstances\":4}", 200);
        platform.settle();
        assertThat(ordered()).hasSize(3);

        scale("{\"minInstances\":2}", 200);
        platform.deploy(2, manifest(GPU_CHUTE, gpus(1), new ScalingSpec(1, 1, 0, 1, 0.75, Duration.ofMinutes(1))));
        assertThat(scaling()).isEqualTo(new ChuteScaling(2, 2, new InstanceBounds(2, null), new InstanceBounds(0, 1)));

        scale("{\"minInstances\":null}", 200);
        assertThat(scaling()).isEqualTo(new ChuteScaling(0, 1, InstanceBounds.NONE, new InstanceBounds(0, 1)));
    }

    private ChuteScaling scaling() {
        return platform.chute(GPU_CHUTE).scaling();
    }

    private String scale(String bounds, int status) {
        HttpResponse<String> answer = platform.http.send(platform.http
                .request("/v1/chutes/hello/scaling", platform.authorization())
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(bounds)));
        assertThat(answer.statusCode()).isEqualTo(status);
        return answer.body();
    }

    @Test
    void refusesWhatNoInstanceHasRoomFor() throws Exception {
        deploy(new ScalingSpec(1, 1, 0, 1, 0.75, Duration.ofMinutes(1)));
        Answering only = ready(ordered().getFirst());
        List<CompletableFuture<HttpResponse<String>>> calls =
                IntStream.range(0, 2).mapToObj(_ -> call()).toList();
        await().until(() -> only.calls.get() == 2);

        HttpResponse<String> refused = call().get(60, TimeUnit.SECONDS);
        only.open.countDown();

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.body()).contains("1 now, answers 1 calls and lets 1 wait");
        for (var call : calls) {
            assertThat(call.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
        await().until(() -> platform.fleet.load().calls(only.id) == 0);
        assertThat(call().get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    private void deploy(ScalingSpec scaling) {
        node.sync();
        platform.deploy(1, manifest(GPU_CHUTE, gpus(1), scaling));
        platform.settle();
    }

    private List<DesiredInstance> ordered() {
        return node.sync().instances();
    }

    private Answering ready(DesiredInstance instance) {
        var upstream = new Answering(instance.id());
        upstreams.add(upstream);
        node.sees(instance.id(), InstanceStatus.READY, upstream.server.address())
                .sync();
        return upstream;
    }

    private CompletableFuture<HttpResponse<String>> call() {
        return CompletableFuture.supplyAsync(
                () -> platform.http.post(GREET, "{}", platform.authorization()),
                task -> Thread.ofVirtual().start(task));
    }

    private InstanceState state(int index) {
        return platform.chute(GPU_CHUTE).instances().get(index);
    }

    private JsonNode explained() {
        return HttpCaller.json(platform.http.get("/v1/chutes/hello/scaling/decisions", platform.authorization()))
                .path("items");
    }

    /** The numbers of instances that were decided on, the oldest first. */
    private List<Integer> decisions() {
        List<Integer> numbers = new ArrayList<>();
        explained().forEach(it -> numbers.addFirst(it.path("instances").asInt()));
        return numbers;
    }

    /** An instance that lets its calls wait until it is opened. */
    private static final class Answering implements AutoCloseable {
        private final String id;
        private final AtomicInteger calls = new AtomicInteger();
        private final CountDownLatch open = new CountDownLatch(1);
        private final Upstream server = new Upstream(this::answer);

        Answering(String id) {
            this.id = id;
        }

        private void answer(HttpExchange exchange) throws IOException {
            calls.incrementAndGet();
            try {
                if (!open.await(60, TimeUnit.SECONDS)) {
                    throw new IOException("nobody opened " + id);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Upstream.answer(exchange, "{}");
        }

        @Override
        public void close() {
            open.countDown();
            server.close();
        }
    }
}
