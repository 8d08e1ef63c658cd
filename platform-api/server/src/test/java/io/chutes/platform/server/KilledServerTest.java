package io.chutes.platform.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.PaymentEvent;
import io.chutes.platform.api.PaymentEvent.Deposited;
import io.chutes.platform.fleet.Agent;
import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.fleet.Condition;
import io.chutes.platform.fleet.NodeOrders;
import io.chutes.platform.fleet.NodeReport;
import io.chutes.platform.fleet.ObservedInstance;
import io.chutes.platform.fleet.UsageInterval;
import io.chutes.platform.server.billing.Ledger;
import io.chutes.platform.server.billing.WebhookCalls;
import io.chutes.platform.server.fleet.TestPlatform;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.TestDatabase;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Control planes are killed with SIGKILL, again and again, while they take deposits and meter usage. */
@Execution(ExecutionMode.CONCURRENT)
final class KilledServerTest {
    private static final int KILLS = 20;
    private static final int AT_ONCE = 2;
    private static final int PAYERS = 3;
    private static final int TOLD_IN_A_ROUND = 12;
    private static final long SEED = 20261126;

    /** What 10 ms of an L4 cost, at 0.25 USD an hour. */
    private static final BigDecimal COST = new BigDecimal("0.000000694");

    /** What the node's provider earns of that. */
    private static final BigDecimal EARNED = new BigDecimal("0.000000485");

    private static final BigDecimal DEPOSIT = new BigDecimal("0.01");
    private static final Duration INTERVAL = Duration.ofMillis(10);

    private final TestPlatform platform = new TestPlatform();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<ServerProcess> servers = new CopyOnWriteArrayList<>();
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final Semaphore toTell = new Semaphore(0, true);
    private final Semaphore told = new Semaphore(0);

    @AfterEach
    void close() {
        servers.forEach(ServerProcess::kill);
        client.close();
        platform.close();
    }

    @Test
    void losesNothingAndDoublesNothing(@TempDir Path folder) throws Exception {
        var launch = ServerProcess.Launch.in(folder);
        train(launch);
        String instance = deploy();
        Money before = platform.balance();
        var random = new Random(SEED);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var next = new ArrayDeque<Future<ServerProcess>>();
            Runnable startNext = () -> next.add(threads.submit(() -> launch.start(platform.url)));
            List<Future<?>> tellers = new ArrayList<>();
            try {
                for (int i = 0; i < 2 * AT_ONCE; i++) {
                    startNext.run();
                }
                for (int i = 0; i < AT_ONCE; i++) {
                    servers.add(next.remove().get());
                }
                for (int i = 0; i < PAYERS; i++) {
                    int payer = i;
                    tellers.add(threads.submit(() -> deposit(payer)));
                }
                tellers.add(threads.submit(() -> meter(instance)));

                for (int kill = 0; kill < KILLS; kill++) {
                    int first = random.nextInt(TOLD_IN_A_ROUND / 2);
                    toTell.release(TOLD_IN_A_ROUND);
                    await(first, tellers);
                    TimeUnit.MICROSECONDS.sleep(random.nextInt(4_000));
                    int victim = random.nextInt(AT_ONCE);
                    servers.get(victim).kill();
                    servers.set(victim, next.remove().get());
                    if (kill + AT_ONCE < KILLS) {
                        startNext.run();
                    }
                    await(TOLD_IN_A_ROUND - first, tellers);
                }
            } finally {
                tellers.forEach(teller -> teller.cancel(true));
                for (Future<ServerProcess> spare : next) {
                    spare.get().kill();
                }
            }
        }

        assertThat(acknowledged).hasSize(KILLS * TOLD_IN_A_ROUND);
        assertBookedOnce(instance, before);
    }

    /** Leaves a cache of classes behind. */
    private void train(ServerProcess.Launch launch) throws Exception {
        String database = TestDatabase.freshUrl();
        try (Database fresh = Database.open(database, "postgres", "postgres")) {
            fresh.jdbi()
                    .useHandle(
                            handle -> handle.execute("insert into account (name) values (?)", ServerProgram.PROVIDER));
        }
        ServerProcess training = launch.training(database);
        servers.add(training);
        send(training, payment("training"));
        send(training, report("none", 1, Instant.now()));
        training.stop();
        servers.clear();
    }

    private String deploy() {
        platform.clock.advance(Duration.between(platform.clock.instant(), Instant.now()));
        platform.node("one").sync();
        platform.deploy(1, TestPlatform.manifest(TestPlatform.GPU_CHUTE, TestPlatform.gpus(1)));
        platform.settle();
        return platform.node("one").only().id();
    }

    private void await(int answers, List<Future<?>> tellers) throws Exception {
        while (!told.tryAcquire(answers, 1, TimeUnit.SECONDS)) {
            for (Future<?> teller : tellers) {
                if (teller.isDone()) {
                    teller.get();
                }
            }
        }
    }

    private void assertBookedOnce(String instance, Money before) {
        TestDatabase.assertSound(platform.database);
        assertThat(booked()).containsExactlyInAnyOrderElementsOf(acknowledged);
        long intervals = acknowledged.stream()
                .filter(cause -> cause.startsWith("usage:"))
                .count();
        long deposits = acknowledged.size() - intervals;
        assertThat(intervals).isGreaterThan(KILLS);
        assertThat(deposits).isGreaterThan(KILLS);
        assertThat(number("select count(*) from deposit")).isEqualTo(deposits);
        assertThat(number("select sum(millis) from usage where instance = '%s'".formatted(instance)))
                .isEqualTo(intervals * INTERVAL.toMillis());
        assertThat(number("select count(*) from usage_gap")).isEqualTo(0);
        assertThat(number("select sum(amount) from ledger_entry")).isEqualTo(0);
        assertThat(number("""
                        select count(*) from ledger_balance held where amount <>
                            (select sum(amount) from ledger_entry where account_id = held.account_id)""")).isEqualTo(0);
        assertThat(platform.balance())
                .isEqualTo(before.plus(times(DEPOSIT, deposits))
                        .plus(times(COST, intervals).negated()));
        assertThat(platform.ledger.balance(Ledger.earnings(ServerProgram.PROVIDER)))
                .isEqualTo(times(EARNED, intervals));
    }

    private List<String> booked() {
        return platform.database.jdbi().withHandle(handle -> handle.createQuery(
                        "select cause from ledger_transaction where cause like 'deposit:%' or cause like 'usage:%'")
                .mapTo(String.class)
                .list());
    }

    private Void deposit(int payer) throws InterruptedException, IOException {
        for (int number = 1; ; number++) {
            toTell.acquire();
            String id = "p%d-%d".formatted(payer, number);
            Answer answer = untilAnswered(payer + number, payment(id));
            assertThat(answer.response().statusCode())
                    .as(answer.response().body())
                    .isIn(answer.attempts() == 1 ? List.of(201) : List.of(200, 201));
            acknowledge("deposit:%s:%s".formatted(ServerProgram.PAYMENTS, id));
        }
    }

    private Void meter(String instance) throws InterruptedException, IOException {
        Instant from = Instant.now();
        for (int sequence = 1; ; sequence++) {
            toTell.acquire();
            Answer answer = untilAnswered(sequence, report(instance, sequence, from));
            assertThat(answer.response().statusCode())
                    .as(answer.response().body())
                    .isEqualTo(200);
            assertThat(TestPlatform.read(answer.response(), NodeOrders.class).acknowledgedUsage())
                    .containsEntry(instance, (long) sequence);
            acknowledge("usage:%s:%d".formatted(instance, sequence));
            from = from.plus(INTERVAL);
        }
    }

    private void acknowledge(String cause) {
        acknowledged.add(cause);
        told.release();
    }

    private static IntFunction<HttpRequest> payment(String id) {
        PaymentEvent event = new Deposited(id, TestPlatform.ALICE, new Money(DEPOSIT));
        return port -> WebhookCalls.signed(
                port, ServerProgram.PAYMENTS, ServerProgram.SECRET, TestPlatform.json(event), Instant.now());
    }

    private static IntFunction<HttpRequest> report(String instance, int sequence, Instant from) {
        var report = new NodeReport(
                new Agent("the first", null),
                "process",
                new Capacity(4, 16, Map.of("L4", 2)),
                Condition.UNKNOWN,
                List.of(new ObservedInstance(
                        instance, InstanceStatus.READY, "runs", URI.create("http://localhost:1"), List.of())),
                List.of(new UsageInterval(instance, sequence, from, from.plus(INTERVAL))),
                0,
                0);
        return port -> HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/v1/nodes/sync"))
                .headers(TestPlatform.bearer(ServerProgram.NODE.token()))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(TestPlatform.json(report)))
                .build();
    }

    /** Who was cut off tells the next server, until one answers. */
    private Answer untilAnswered(int turn, IntFunction<HttpRequest> request) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return new Answer(attempt, send(servers.get((turn + attempt) % AT_ONCE), request));
            } catch (IOException _) {
                Thread.onSpinWait();
            }
        }
    }

    private HttpResponse<String> send(ServerProcess server, IntFunction<HttpRequest> request)
            throws IOException, InterruptedException {
        return client.send(request.apply(server.port()), BodyHandlers.ofString());
    }

    private long number(String sql) {
        return platform.database
                .jdbi()
                .withHandle(handle ->
                        handle.createQuery(sql).mapTo(BigDecimal.class).one().longValueExact());
    }

    private static Money times(BigDecimal amount, long times) {
        return new Money(amount.multiply(BigDecimal.valueOf(times)));
    }

    private record Answer(int attempts, HttpResponse<String> response) {}
}
