package io.chutes.platform.server;

import static io.chutes.platform.server.Patience.await;
import static io.chutes.platform.server.fleet.TestPlatform.gpus;
import static io.chutes.platform.server.fleet.TestPlatform.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import io.chutes.platform.api.InstanceState;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.Money;
import io.chutes.platform.fleet.DesiredInstance;
import io.chutes.platform.server.fleet.TestNode;
import io.chutes.platform.server.fleet.TestPlatform;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Control planes that die and a database that goes away, under a chute that is called all the time. */
final class FaultsTest {
    private static final String GREET = "/c/alice/hello/greet";

    @TempDir
    private Path folder;

    private @Nullable HttpServer instance;

    @AfterEach
    void close() {
        if (instance != null) {
            instance.stop(0);
        }
    }

    /** The gateway of this JVM has no part in the lead; two processes have. */
    @Test
    void oneControlPlaneLeadsAndAnotherDoesOnceItIsKilledWhileCallsGoOn() throws Exception {
        var launch = ServerProcess.Launch.in(folder);
        try (var platform = new TestPlatform()) {
            catchUp(platform);
            TestNode node = platform.node("one").has(Map.of("L4", 8));
            node.sync();
            ServerProcess leader = launch.start(platform.url);
            ServerProcess follower = launch.start(platform.url);
            try {
                DesiredInstance hello = serve(platform, node);
                catchUp(platform);
                Instant from = platform.clock.instant();
                platform.clock.advance(Duration.ofSeconds(1));
                node.used(hello.id(), 1, from, from.plusMillis(100)).sync();
                Money before = platform.balance();
                assertThat(leaders(platform)).isEqualTo(1);

                List<Integer> statuses = whileCalled(platform, () -> {
                    leader.kill();
                    deploy(platform, 5);
                    await().until(() -> {
                        catchUp(platform);
                        return node.sync().instances().size() == 6;
                    });
                });

                assertThat(statuses).hasSizeGreaterThan(20).containsOnly(200);
                assertThat(leaders(platform)).isEqualTo(1);
                assertThat(instances(platform)).hasSize(6);
                assertThat(platform.chute("hello").instances())
                        .extracting(InstanceState::id, InstanceState::status)
                        .containsExactly(tuple(hello.id(), InstanceStatus.READY));
                assertThat(platform.balance()).isEqualTo(before);
            } finally {
                leader.kill();
                follower.kill();
            }
        }
    }

    @Test
    void aDatabaseThatIsStartedAnewIsWaitedForAndFoundAgain() throws Exception {
        Path data = folder.resolve("postgres");
        EmbeddedPostgres database = postgres(data, 0);
        int port = database.getPort();
        try (var platform = new TestPlatform(database.getJdbcUrl("postgres", "postgres"))) {
            TestNode node = platform.node("one").has(Map.of("L4", 8));
            platform.fleet.start(platform.database, platform.database.soleLock("leader"));
            serve(platform, node);

            database.close();
            HttpResponse<String> away = platform.http.get("/v1/chutes/hello", platform.authorization());
            HttpResponse<String> called = platform.http.post(GREET, "{}", platform.authorization());
            database = postgres(data, port);

            assertThat(away.statusCode()).as(away.body()).isEqualTo(503);
            assertThat(away.body()).contains("The platform's database does not answer now; try again");
            assertThat(away.headers().firstValue("Retry-After")).isPresent();
            assertThat(called.statusCode()).isEqualTo(503);
            await().until(() ->
                    platform.http.post(GREET, "{}", platform.authorization()).statusCode() == 200);
            deploy(platform, 1);
            await().until(() -> node.sync().instances().size() == 2);
        } finally {
            database.close();
        }
    }

    private static EmbeddedPostgres postgres(Path data, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("fsync", "off")
                .setServerConfig("timezone", "UTC")
                .start();
    }

    private DesiredInstance serve(TestPlatform platform, TestNode node) throws IOException {
        catchUp(platform);
        node.sync();
        platform.deploy(1, manifest("hello", gpus(1)));
        await().until(() -> {
            catchUp(platform);
            return node.sync().instances().size() == 1;
        });
        DesiredInstance placed = node.only();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        instance = server;
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        node.sees(
                        placed.id(),
                        InstanceStatus.READY,
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .sync();
        return placed;
    }

    /** The clock of this JVM's platform does not stand while the others start: they would take the node for lost. */
    private static void catchUp(TestPlatform platform) {
        platform.clock.advance(Duration.between(platform.clock.instant(), Instant.now()));
    }

    private static void deploy(TestPlatform platform, int count) {
        IntStream.range(0, count).forEach(i -> platform.deploy(100 + i, manifest("other-" + i, gpus(1))));
    }

    /** The statuses of the calls that were made one after the other while something happened, and a little longer. */
    private static List<Integer> whileCalled(TestPlatform platform, Happening happening) throws Exception {
        var statuses = new ConcurrentLinkedQueue<Integer>();
        var goesOn = new AtomicBoolean(true);
        try (var caller = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> calls = caller.submit(() -> {
                while (goesOn.get()) {
                    statuses.add(platform.http
                            .post(GREET, "{}", platform.authorization())
                            .statusCode());
                }
            });
            try {
                await().until(() -> statuses.size() > 10);
                happening.happen();
            } finally {
                goesOn.set(false);
            }
            calls.get();
        }
        return List.copyOf(statuses);
    }

    private static long leaders(TestPlatform platform) {
        return platform.database
                .jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select count(*) from pg_locks where locktype = 'advisory' and granted
                            and database = (select oid from pg_database where datname = current_database())
                        """).mapTo(Long.class).one());
    }

    private static List<String> instances(TestPlatform platform) {
        return platform.database.jdbi().withHandle(handle -> handle.createQuery("select id from instance")
                .mapTo(String.class)
                .list());
    }

    /** What may throw. */
    @FunctionalInterface
    private interface Happening {
        void happen() throws Exception;
    }
}
