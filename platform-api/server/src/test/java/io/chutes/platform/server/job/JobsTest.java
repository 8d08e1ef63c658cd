package io.chutes.platform.server.job;

import static io.chutes.platform.server.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.platform.api.Budget;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.JobProgress;
import io.chutes.platform.api.JobState;
import io.chutes.platform.api.JobStatus;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.NewBudget;
import io.chutes.platform.api.Problem;
import io.chutes.platform.fleet.DesiredInstance;
import io.chutes.platform.manifest.JobSpec;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestJson;
import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.price.CallPrice;
import io.chutes.platform.server.billing.Ledger;
import io.chutes.platform.server.fleet.TestNode;
import io.chutes.platform.server.fleet.TestPlatform;
import io.chutes.platform.server.web.HttpCaller;
import io.chutes.runtime.ChuteServer;
import io.chutes.runtime.ServerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs of a chute that the real runtime serves, by a platform whose clock the test turns. */
final class JobsTest {
    private final TestPlatform platform = new TestPlatform();
    private final TestNode node = platform.node("one").has(Map.of("L4", 4));
    private final WorkerRoutes.Seen seen = new WorkerRoutes.Seen();
    private final List<ChuteServer> servers = new ArrayList<>();
    private final List<JobDispatcher> dispatchers = new ArrayList<>(List.of(platform.jobs.dispatcher()));

    @AfterEach
    void close() {
        seen.mayEnd.release(1000);
        dispatchers.forEach(JobDispatcher::close);
        servers.forEach(ChuteServer::close);
        platform.close();
    }

    @Test
    void wakesAColdChuteKeepsItsInstanceAndItsResultForTheirTime() throws Exception {
        deploy(new ScalingSpec(1, 8, 0, 2, 0.75, Duration.ofMinutes(5)));
        node.sees(node.only().id(), InstanceStatus.STOPPED).sync();
        platform.clock.advance(Duration.ofMinutes(10));
        platform.settle();
        assertThat(node.sync().instances()).isEmpty();

        JobState held = start("hold", "");
        assertThat(held.status()).isEqualTo(JobStatus.QUEUED);
        pass();
        assertThat(state(held).reason()).isEqualTo("an instance is about to be started");
        platform.settle();
        assertThat(decision()).contains("0 calls at once and 1 jobs need 1 instance of concurrency 1");
        DesiredInstance instance = node.only();
        pass();
        assertThat(state(held).reason()).startsWith("node one was chosen");
        ready(instance);
        awaitPassing(() -> assertThat(state(held).progress()).isEqualTo(new JobProgress(0.25, "holding")));
        assertThat(state(held))
                .extracting(JobState::status, JobState::attempt, JobState::version, JobState::instance)
                .containsExactly(JobStatus.RUNNING, 1, 1, instance.id());

        platform.clock.advance(Duration.ofSeconds(50));
        node.sync();
        pass();
        platform.deploy(2, manifest(new ScalingSpec(1, 8, 0, 2, 0.75, Duration.ofMinutes(4))));
        platform.settle();
        List<DesiredInstance> both = node.sync().instances();
        assertThat(both).hasSize(2);
        ready(both.stream()
                .filter(it -> !it.id().equals(instance.id()))
                .findFirst()
                .orElseThrow());
        platform.settle();
        assertThat(node.sync().instances()).as("the old one still works").hasSize(2);
        seen.mayEnd.release();
        awaitPassing(() -> assertThat(leases()).isZero());
        assertThat(state(held).status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(result(held).statusCode()).isEqualTo(204);
        platform.settle();
        assertThat(node.sync().instances()).hasSize(1);

        JobState sum = start("sum", "{\"numbers\": [1, 2]}");
        awaitPassing(() -> assertThat(state(sum).status()).isEqualTo(JobStatus.SUCCEEDED));
        assertThat(HttpCaller.json(result(sum)).path("sum").asInt()).isEqualTo(3);
        assertThat(result(sum).body()).as("as the chute wrote it").contains("0.10");
        assertThat(ids("")).containsExactly(sum.id(), held.id());
        assertThat(ids("?status=succeeded&job=sum&chute=alice/worker")).containsExactly(sum.id());
        assertThat(ids("?status=failed")).isEmpty();
        assertThat(events()).contains("job.queued", "job.succeeded");
        platform.clock.advance(Duration.ofMinutes(60));
        assertThat(result(sum).statusCode()).isEqualTo(410);
        assertThat(state(sum).status()).isEqualTo(JobStatus.SUCCEEDED);
        new JobUpkeep(platform.database.jdbi(), platform.clock).clean();
        assertThat(count("result is not null or bytes > 0")).isZero();
        awaitPassing(() -> assertThat(leases()).isZero());
        platform.clock.advance(Duration.ofDays(31));
        new JobUpkeep(platform.database.jdbi(), platform.clock).clean();
        assertThat(ids("")).isEmpty();
    }

    @Test
    void triesAgainWhatFailedInAWayThatPasses() throws Exception {
        deploy(ScalingSpec.DEFAULT);
        DesiredInstance first = node.only();
        ChuteServer dying = ready(first);

        JobState refuse = start("refuse", "");
        awaitPassing(() -> assertThat(state(refuse).status()).isEqualTo(JobStatus.FAILED));
        assertThat(state(refuse).attempt()).isEqualTo(1);
        assertThat(state(refuse).problem()).extracting(Problem::detail).isEqualTo("no such corpus");
        assertThat(result(refuse).statusCode()).isEqualTo(409);
        JobState large = start("large", "");
        awaitPassing(() -> assertThat(state(large).status()).isEqualTo(JobStatus.FAILED));
        assertThat(state(large).reason()).startsWith("The result is larger than 4194304 bytes");

        JobState flaky = start("flaky", "");
        awaitPassing(() -> assertThat(state(flaky).reason()).startsWith("attempt 1 failed: Attempt 1 took longer"));
        assertThat(state(flaky).status()).isEqualTo(JobStatus.QUEUED);
        platform.clock.advance(Duration.ofSeconds(1));
        awaitPassing(() -> assertThat(state(flaky).status()).isEqualTo(JobStatus.SUCCEEDED));
        assertThat(result(flaky).body()).isEqualTo("2");

        JobState hold = start("hold", "");
        awaitPassing(() -> assertThat(seen.attempts).hasSize(1));
        dying.close();
        node.sees(first.id(), InstanceStatus.FAILED).sync();
        awaitPassing(() ->
                assertThat(state(hold).reason()).startsWith("attempt 1 failed: The attempt was lost: its instance"));
        platform.clock.advance(Duration.ofSeconds(30));
        node.sync();
        platform.settle();
        ready(node.only());
        awaitPassing(() -> assertThat(seen.attempts).containsExactly(hold.id() + ";1", hold.id() + ";2"));
        seen.mayEnd.release();
        awaitPassing(() -> assertThat(state(hold).status()).isEqualTo(JobStatus.SUCCEEDED));
        assertThat(events()).contains("job.attempt-failed", "job.failed");
    }

    @Test
    void refusesWhatCannotBeCancelsAndTakesMoneyOnce() throws Exception {
        deploy(ScalingSpec.DEFAULT);
        assertThat(post("sum", "{\"numbers\": [\"1\"]}").statusCode()).isEqualTo(422);
        assertThat(HttpCaller.json(post("sum", "{\"numbers\": [1, \"2\"]}"))
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/numbers/1");
        assertThat(HttpCaller.json(post("sum", "{}")).at("/errors/0").toString())
                .contains("\"/numbers\"", "\"required property 'numbers' not found\"");
        assertThat(post("sum", "{").statusCode()).isEqualTo(400);
        assertThat(post("sum", "").statusCode()).isEqualTo(422);
        assertThat(post("hold", "{}").statusCode()).isEqualTo(422);
        assertThat(post("none", "").body()).contains("it has sum, hold, flaky, refuse, large");
        assertThat(post("sum", " ".repeat(4 << 20) + "{}").statusCode()).isEqualTo(413);
        String[] once = {"Authorization", "Bearer " + platform.key, "Idempotency-Key", "k".repeat(20)};
        JobState queued = TestPlatform.read(platform.http.post("/v1/jobs/alice/worker/hold", "", once), JobState.class);
        assertThat(TestPlatform.read(platform.http.post("/v1/jobs/alice/worker/hold", "", once), JobState.class)
                        .id())
                .isEqualTo(queued.id());
        assertThat(platform.http
                        .post("/v1/jobs/alice/worker/sum", "{\"numbers\": []}", once)
                        .statusCode())
                .isEqualTo(422);
        assertThat(cancel(queued.id(), platform.key).statusCode()).isEqualTo(200);
        assertThat(state(queued).status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(cancel(queued.id(), platform.key).statusCode()).isEqualTo(409);

        String[] bob = TestPlatform.bearer(platform.bobsKey);
        assertThat(platform.http.post("/v1/jobs/alice/worker/hold", "", bob).statusCode())
                .isEqualTo(404);
        assertThat(platform.http.get("/v1/jobs/" + queued.id(), bob).statusCode())
                .isEqualTo(404);
        assertThat(cancel(queued.id(), platform.bobsKey).statusCode()).isEqualTo(404);
        platform.database.jdbi().useHandle(handle -> handle.execute("update chute set callers = 'EVERYBODY'"));
        long chute = platform.database.jdbi().withHandle(handle -> handle.createQuery("select id from chute")
                .mapTo(Long.class)
                .one());
        platform.chutePrices.ask(
                chute, new CallPrice.MillionTokens(Money.of("1"), Money.of("1")), platform.clock.instant());
        assertThat(platform.http.post("/v1/jobs/alice/worker/hold", "", bob).body())
                .contains("by tokens");
        platform.clock.advance(Duration.ofSeconds(1));
        platform.chutePrices.ask(chute, new CallPrice.Second(Money.of("0.01")), platform.clock.instant());
        node.sync();
        DesiredInstance instance = node.only();
        ready(instance);

        JobState bobs = TestPlatform.read(platform.http.post("/v1/jobs/alice/worker/hold", "", bob), JobState.class);
        assertThat(platform.http
                        .get("/v1/jobs/" + bobs.id(), platform.authorization())
                        .statusCode())
                .as("the job is its starter's")
                .isEqualTo(404);
        awaitPassing(() -> assertThat(seen.attempts).hasSize(1));
        platform.clock.advance(Duration.ofSeconds(10));
        assertThat(cancel(bobs.id(), platform.bobsKey).statusCode()).isEqualTo(200);
        awaitPassing(() -> assertThat(seen.interrupted).hasValue(1));
        awaitPassing(() -> assertThat(leases()).isZero());
        assertThat(wallet("bob")).isEqualTo(Money.of("99.9"));
        assertThat(wallet(TestPlatform.ALICE)).isEqualTo(Money.of("100.1"));

        long account = platform.database.jdbi().withHandle(handle -> handle.createQuery(
                        "select id from account where name = 'bob'")
                .mapTo(Long.class)
                .one());
        platform.budgets.create(
                account, new NewBudget(Budget.Scope.ACCOUNT, null, Budget.Period.TOTAL, Money.of("0.15")));
        JobState capped = TestPlatform.read(platform.http.post("/v1/jobs/alice/worker/hold", "", bob), JobState.class);
        awaitPassing(() -> assertThat(seen.attempts).hasSize(2));
        platform.clock.advance(Duration.ofSeconds(5));
        awaitPassing(() -> assertThat(seen.interrupted).hasValue(2));
        JsonNode cut = HttpCaller.json(platform.http.get("/v1/jobs/" + capped.id(), bob));
        assertThat(cut.at("/problem/status").asInt()).isEqualTo(402);
        assertThat(wallet("bob")).isEqualTo(Money.of("99.85"));
        assertThat(platform.http.post("/v1/jobs/alice/worker/hold", "", bob).statusCode())
                .isEqualTo(402);
    }

    @Test
    void runsEachJobOnceWhicheverControlPlaneSeesToIt() throws Exception {
        deploy(new ScalingSpec(2, 8, 3, 3, 0.75, Duration.ofMinutes(5)));
        node.sync().instances().forEach(this::ready);
        List<JobState> started =
                IntStream.range(0, 24).mapToObj(_ -> start("hold", "")).toList();
        dispatchers.add(platform.jobs.dispatcher());
        var random = new Random(54);
        seen.mayEnd.release(1);

        for (int turn = 1; count("status <> 'SUCCEEDED'") > 0; turn++) {
            List<Thread> passes = dispatchers.stream()
                    .map(dispatcher -> Thread.ofVirtual().start(dispatcher::pass))
                    .toList();
            for (Thread pass : passes) {
                pass.join();
            }
            if (turn % 7 == 0) {
                // As after kill -9: whatever it held waits until its leases have run out.
                dispatchers.removeFirst().close();
                platform.database
                        .jdbi()
                        .useHandle(handle -> handle.execute(
                                "update job set lease = 'killed', leased_until = ? where leased_until = ?",
                                platform.clock.instant().plus(JobQueue.LEASE),
                                platform.clock.instant()));
                platform.clock.advance(JobQueue.LEASE.plusSeconds(1));
                node.sync();
                dispatchers.add(platform.jobs.dispatcher());
            }
            seen.mayEnd.release(1 + random.nextInt(3));
            List<Integer> working = platform.database.jdbi().withHandle(handle -> handle.createQuery(
                            "select count(*) from job where lease is not null group by instance")
                    .mapTo(Integer.class)
                    .list());
            assertThat(working).allMatch(jobs -> jobs <= 2);
        }

        Set<String> once = new HashSet<>();
        started.forEach(job -> once.add(job.id() + ";1"));
        assertThat(seen.attempts).containsExactlyInAnyOrderElementsOf(once);
        assertThat(seen.twins).isEmpty();
    }

    private void deploy(ScalingSpec scaling) throws IOException {
        node.sync();
        platform.deploy(1, manifest(scaling));
        platform.settle();
    }

    /** The chute's own, which the runtime reads as well, with another scaling. */
    private static Manifest manifest(ScalingSpec scaling) throws IOException {
        try (InputStream in = JobsTest.class.getResourceAsStream("/META-INF/chutes/worker.json")) {
            List<JobSpec> jobs = ManifestJson.read(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .jobs();
            return TestPlatform.withJobs(TestPlatform.manifest("worker", TestPlatform.gpus(1), scaling), jobs);
        }
    }

    private ChuteServer ready(DesiredInstance instance) {
        ChuteServer server =
                ChuteServer.start(new WorkerRoutes(seen), new ServerConfig("127.0.0.1", 0, instance.token()));
        servers.add(server);
        node.sees(instance.id(), InstanceStatus.READY, URI.create("http://127.0.0.1:" + server.port()))
                .sync();
        return server;
    }

    private void pass() {
        dispatchers.forEach(JobDispatcher::pass);
    }

    private void awaitPassing(ThrowingRunnable holds) {
        await().untilAsserted(() -> {
            pass();
            holds.run();
        });
    }

    private HttpResponse<String> post(String job, String input) {
        return platform.http.post("/v1/jobs/alice/worker/" + job, input, platform.authorization());
    }

    private JobState start(String job, String input) {
        return TestPlatform.read(post(job, input), JobState.class);
    }

    private JobState state(JobState job) {
        return TestPlatform.read(platform.http.get("/v1/jobs/" + job.id(), platform.authorization()), JobState.class);
    }

    private HttpResponse<String> result(JobState job) {
        return platform.http.get("/v1/jobs/" + job.id() + "/result", platform.authorization());
    }

    private HttpResponse<String> cancel(String id, String key) {
        return platform.http.send(platform.http
                .request("/v1/jobs/" + id, TestPlatform.bearer(key))
                .DELETE());
    }

    private List<String> ids(String query) {
        return texts(platform.http.get("/v1/jobs" + query, platform.authorization()), "id");
    }

    private List<String> events() {
        return texts(platform.http.get("/v1/events?chute=worker&limit=200", platform.authorization()), "type");
    }

    private String decision() {
        return texts(platform.http.get("/v1/chutes/worker/scaling/decisions", platform.authorization()), "reason")
                .getFirst();
    }

    private static List<String> texts(HttpResponse<String> page, String member) {
        List<String> texts = new ArrayList<>();
        HttpCaller.json(page)
                .path("items")
                .forEach(item -> texts.add(item.path(member).asText()));
        return texts;
    }

    private Money wallet(String account) {
        return platform.ledger.balance(Ledger.wallet(account));
    }

    private int leases() {
        return count("lease is not null");
    }

    private int count(String which) {
        return platform.database.jdbi().withHandle(handle -> handle.createQuery(
                        "select count(*) from job where " + which)
                .mapTo(Integer.class)
                .one());
    }
}
