package io.chutes.platform.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.chutes.platform.api.Balance;
import io.chutes.platform.api.Canary;
import io.chutes.platform.api.ChuteAccess;
import io.chutes.platform.api.ChuteAccess.Callers;
import io.chutes.platform.api.ChuteScaling;
import io.chutes.platform.api.ChuteState;
import io.chutes.platform.api.ChuteVersion;
import io.chutes.platform.api.CostEstimate;
import io.chutes.platform.api.CostEstimate.Span;
import io.chutes.platform.api.Deployment;
import io.chutes.platform.api.DeploymentPlan;
import io.chutes.platform.api.DeploymentPlan.ContractChange;
import io.chutes.platform.api.DeploymentPlan.GpuOffer;
import io.chutes.platform.api.Event;
import io.chutes.platform.api.Event.Actor;
import io.chutes.platform.api.FaucetDeposit;
import io.chutes.platform.api.ImageState;
import io.chutes.platform.api.InstanceBounds;
import io.chutes.platform.api.InstanceState;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.LedgerTransaction;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.NewRollout;
import io.chutes.platform.api.NewShare;
import io.chutes.platform.api.NewVersion;
import io.chutes.platform.api.Page;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.api.Problem;
import io.chutes.platform.api.Problem.FieldError;
import io.chutes.platform.api.RegisteredAccount;
import io.chutes.platform.api.Registration;
import io.chutes.platform.api.Rollout;
import io.chutes.platform.api.Rollout.Cause;
import io.chutes.platform.api.SecretState;
import io.chutes.platform.api.SecretValue;
import io.chutes.platform.api.Share;
import io.chutes.platform.api.Split;
import io.chutes.platform.client.RecordingServer.Asked;
import io.chutes.platform.price.PriceList;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlatformClientTest {
    private static final ChuteScaling SCALING =
            new ChuteScaling(1, 4, new InstanceBounds(1, null), new InstanceBounds(0, 4));
    private static final ChuteState CHUTE =
            new ChuteState("alice", "hello", 1, null, Callers.SHARED, SCALING, "alice/hello@sha256:0", "/c", List.of());
    private static final Rollout ROLLOUT =
            new Rollout(3, 1, new Canary(2, 10, Split.CALLERS), Cause.CANARY, Instant.EPOCH);

    private final RecordingServer server = new RecordingServer();
    private final PlatformClient client = new PlatformClient(server.address(), "ck_1_secret");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void registersWithoutAKey() throws Exception {
        server.answers(201, "{\"name\":\"alice\",\"key\":\"ck_1_secret\"}");

        RegisteredAccount account = new PlatformClient(server.address(), null).register(new Registration("alice"));

        assertThat(account).isEqualTo(new RegisteredAccount("alice", "ck_1_secret"));
        assertThat(server.asked()).isEqualTo(new Asked("POST /v1/accounts", null, "{\"name\":\"alice\"}"));
    }

    @Test
    void readsTheBalance() throws Exception {
        answers(new Balance("alice", Money.of("1.5")));

        assertThat(client.balance()).isEqualTo(new Balance("alice", Money.of("1.5")));
        assertAsked("GET /v1/balance", "");
    }

    @Test
    void asksForPlayMoney() throws Exception {
        answers(new Balance("alice", Money.of("10")));

        assertThat(client.faucet(new FaucetDeposit("d1", Money.of("10"))).available())
                .isEqualTo(Money.of("10"));
        assertAsked("POST /v1/deposits/faucet", "{\"id\":\"d1\",\"amount\":\"10.000000000\"}");
    }

    @Test
    void deploysAnImage() throws Exception {
        answers(CHUTE);

        assertThat(client.deploy(new Deployment("alice/hello@sha256:0"))).isEqualTo(CHUTE);
        assertAsked("POST /v1/chutes", "{\"image\":\"alice/hello@sha256:0\"}");
    }

    @Test
    void readsAChuteAndItsFellows() throws Exception {
        answers(CHUTE);
        assertThat(client.chute("hello")).isEqualTo(CHUTE);
        assertAsked("GET /v1/chutes/hello", "");

        answers(new Page<>(List.of(CHUTE), "next one"));
        assertThat(client.chutes(null)).isEqualTo(new Page<>(List.of(CHUTE), "next one"));
        assertAsked("GET /v1/chutes", "");
    }

    @Test
    void keepsANameInItsPlaceOfThePath() throws Exception {
        answers(CHUTE);

        client.chute("../balance?x=1");

        assertAsked("GET /v1/chutes/..%2Fbalance%3Fx%3D1", "");
    }

    @Test
    void deletesAChute() throws Exception {
        server.answers(204, "");

        client.deleteChute("hello");

        assertAsked("DELETE /v1/chutes/hello", "");
    }

    @Test
    void setsListsAndDeletesSecrets() throws Exception {
        var state = new SecretState("HF_TOKEN", "hello", Instant.EPOCH, Instant.EPOCH);
        answers(state);
        assertThat(client.setSecret("HF_TOKEN", "hello", new SecretValue("v"))).isEqualTo(state);
        assertAsked("PUT /v1/secrets/HF_TOKEN?chute=hello", "{\"value\":\"v\"}");

        answers(state);
        assertThat(client.secretState("HF_TOKEN", null)).isEqualTo(state);
        assertAsked("GET /v1/secrets/HF_TOKEN", "");

        answers(new Page<>(List.of(state), "hello/HF_TOKEN"));
        assertThat(client.secrets("/A").next()).isEqualTo("hello/HF_TOKEN");
        assertAsked("GET /v1/secrets?cursor=%2FA", "");

        server.answers(204, "");
        client.deleteSecret("HF_TOKEN", null);
        assertAsked("DELETE /v1/secrets/HF_TOKEN", "");
    }

    @Test
    void listsAndDeletesImages() throws Exception {
        var image = new ImageState("alice/hello@sha256:0", List.of("latest"), 7, Instant.EPOCH);
        answers(new Page<>(List.of(image), null));
        assertThat(client.images("alice/a").items()).containsExactly(image);
        assertAsked("GET /v1/images?cursor=alice%2Fa", "");

        server.answers(204, "");
        client.deleteImage("alice/hello@sha256:0");
        assertAsked("DELETE /v1/images/alice/hello%40sha256%3A0", "");
    }

    @Test
    void plansAndMakesVersions() throws Exception {
        var span = new Span(Money.of("1"), Money.of("2"));
        var plan = new DeploymentPlan(
                "hello",
                1,
                null,
                List.of(new ContractChange(true, "greet", "it is gone"), new ContractChange(false, "chute", "tagline")),
                SCALING,
                List.of(new GpuOffer("L4", "NVIDIA L4", 24, Money.of("0.25"))),
                new CostEstimate(span, span, span, span, 1, LocalDate.EPOCH, List.of("a note")));
        answers(plan);
        assertThat(client.plan(new NewVersion("i"))).isEqualTo(plan);
        assertThat(plan.breakingChanges()).hasToString("[greet: it is gone]");
        assertAsked("POST /v1/chutes/plan", "{\"image\":\"i\"}");

        var version = new ChuteVersion(2, "i", Instant.EPOCH);
        answers(version);
        assertThat(client.createVersion("hello", new NewVersion("i"))).isEqualTo(version);
        assertAsked("POST /v1/chutes/hello/versions", "{\"image\":\"i\"}");
        answers(new Page<>(List.of(version), null));
        assertThat(client.versions("hello", "c").items()).containsExactly(version);
        assertAsked("GET /v1/chutes/hello/versions?cursor=c", "");
    }

    @Test
    void scales() throws Exception {
        answers(SCALING);
        assertThat(client.scaling("hello")).isEqualTo(SCALING);
        assertAsked("GET /v1/chutes/hello/scaling", "");
        answers(SCALING);
        assertThat(client.scale("hello", SCALING.set())).isEqualTo(SCALING);
        assertAsked("PUT /v1/chutes/hello/scaling", "{\"minInstances\":1,\"maxInstances\":null}");
        server.answers(204, "");
        client.resetScaling("hello");
        assertAsked("DELETE /v1/chutes/hello/scaling", "");
    }

    @Test
    void rollsOut() throws Exception {
        answers(ROLLOUT);
        assertThat(client.rollout("hello")).isEqualTo(ROLLOUT);
        assertAsked("GET /v1/chutes/hello/rollout", "");
        answers(ROLLOUT);
        assertThat(client.rollOut("hello", new NewRollout(2, 10, Split.CALLERS, null)))
                .isEqualTo(ROLLOUT);
        assertAsked("POST /v1/chutes/hello/rollouts", "{\"version\":2,\"percent\":10,\"split\":\"callers\"}");
        answers(ROLLOUT);
        client.rollOut("hello", new NewRollout(1));
        assertAsked("POST /v1/chutes/hello/rollouts", "{\"version\":1}");
        answers(new Page<>(List.of(ROLLOUT), null));
        assertThat(client.rollouts("hello", null).items()).containsExactly(ROLLOUT);
        assertAsked("GET /v1/chutes/hello/rollouts", "");
    }

    @Test
    void letsOthersCall() throws Exception {
        var share = new Share("bob", Instant.EPOCH);
        answers(share);
        assertThat(client.share("hello", new NewShare("bob"))).isEqualTo(share);
        assertAsked("POST /v1/chutes/hello/shares", "{\"account\":\"bob\"}");
        answers(new Page<>(List.of(share), null));
        assertThat(client.shares("hello", null).items()).containsExactly(share);
        assertAsked("GET /v1/chutes/hello/shares", "");
        server.answers(204, "");
        client.unshare("hello", "bob");
        assertAsked("DELETE /v1/chutes/hello/shares/bob", "");

        var open = new ChuteAccess(Callers.EVERYBODY);
        answers(open);
        assertThat(client.access("hello")).isEqualTo(open);
        assertAsked("GET /v1/chutes/hello/access", "");
        answers(open);
        assertThat(client.setAccess("hello", open)).isEqualTo(open);
        assertAsked("PUT /v1/chutes/hello/access", "{\"callers\":\"everybody\"}");
    }

    @Test
    void readsInstances() throws Exception {
        var instance = new InstanceState(
                "i-1",
                "hello",
                1,
                InstanceStatus.READY,
                "up",
                "one",
                null,
                0,
                List.of(),
                Instant.EPOCH,
                Instant.EPOCH,
                null);
        answers(instance);
        assertThat(client.instance("i-1")).isEqualTo(instance);
        assertAsked("GET /v1/instances/i-1", "");
        answers(new Page<>(List.of(instance), null));
        assertThat(client.instances("c").items()).containsExactly(instance);
        assertAsked("GET /v1/instances?cursor=c", "");
    }

    @Test
    void readsEventsAndFollowsThemOverABreak() throws Exception {
        var first = new Event(
                1, Instant.EPOCH, "chute.deployed", "hello", "it serves", Map.of(), new Actor("alice", "1", "::1"));
        var second = new Event(
                2, Instant.EPOCH, "key.revoked", null, "it is void", Map.of(), new Actor("platform", null, null));
        answers(new Page<>(List.of(first), null));
        assertThat(client.events(null).items()).containsExactly(first);
        assertAsked("GET /v1/events", "");

        server.answers(200, "retry: 1000\nid: 0\n\n" + streamed(first));
        var read = new ArrayList<Event>();
        assertThatThrownBy(() -> client.followEvents(0, event -> {
                    read.add(event);
                    server.answers(200, streamed(second));
                    if (read.size() == 2) {
                        throw new IllegalStateException("enough");
                    }
                }))
                .hasMessage("enough");

        assertThat(read).containsExactly(first, second);
        assertThat(server.said("Last-Event-ID")).isEqualTo("1");
    }

    private static String streamed(Event event) {
        try {
            return "id: %d\nevent: %s\ndata: %s\n\n"
                    .formatted(event.id(), event.type(), PlatformJson.mapper().writeValueAsString(event));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void pagesThroughTheLedger() throws Exception {
        var transaction = new LedgerTransaction(
                7,
                "faucet:alice:d1",
                Instant.EPOCH,
                "play money",
                List.of(
                        new LedgerTransaction.Entry("wallet:alice", Money.of("1")),
                        new LedgerTransaction.Entry("platform:faucet", Money.of("-1"))));
        answers(new Page<>(List.of(transaction), null));

        assertThat(client.ledger("after 7&8")).isEqualTo(new Page<>(List.of(transaction), null));
        assertAsked("GET /v1/ledger?cursor=after%207%268", "");
    }

    @Test
    void readsThePrices() throws Exception {
        answers(PriceList.shipped());

        assertThat(client.prices()).isEqualTo(PriceList.shipped());
        assertAsked("GET /v1/prices", "");
    }

    @Test
    void carriesAProblemWithItsRequestAndItsPlaces() throws Exception {
        Problem problem = refuses("The name does not fit", new FieldError("/name", "pattern", "a letter first"));

        assertThatThrownBy(() -> client.register(new Registration("1")))
                .isInstanceOfSatisfying(
                        PlatformException.class, e -> assertThat(e.problem()).isEqualTo(Optional.of(problem)))
                .hasMessageContaining("422")
                .hasMessageContaining("The name does not fit")
                .hasMessageContaining("/name: a letter first")
                .hasMessageContaining("r-1");
    }

    @Test
    void saysOnceWhatIsSaidOfOnePlace() throws Exception {
        refuses("The price is below 0", new FieldError("/price", "minimum", "The price is below 0"));

        assertThatThrownBy(client::balance)
                .hasMessage("The platform answered 422: The price is below 0 (/price) [request r-1]");
    }

    @Test
    void doesNotWaitForEverForTheEndOfAnAnswer() throws Exception {
        server.answers(200, "{}");
        server.stalls();
        HttpRequest request = HttpRequest.newBuilder(server.address()).build();

        try (HttpClient http = HttpClient.newHttpClient()) { // whose close waits until all exchanges have ended
            var answer = WholeAnswer.of(http, request, Duration.ofMillis(100));

            assertThatThrownBy(() -> WholeAnswer.await(answer))
                    .isInstanceOf(HttpTimeoutException.class)
                    .hasMessage("the answer did not end in time");
        }
    }

    @Test
    void carriesARefusalThatIsNoProblemDocument() {
        server.answers(502, "<html>Bad gateway</html>");

        assertThatThrownBy(client::balance)
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("502")
                .hasMessageContaining("Bad gateway")
                .hasMessageContaining("r-header");
    }

    @Test
    void saysWhoseAnswerItDoesNotUnderstand() {
        server.answers(200, "<html>Welcome</html>");

        assertThatThrownBy(client::balance)
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining(server.address() + "/v1/balance")
                .hasMessageContaining("not as expected");
    }

    @Test
    void readsTheAnswersOfANewerPlatform() {
        server.answers(200, "{\"account\":\"alice\",\"available\":\"2\",\"colour\":\"blue\"}");

        assertThat(client.balance()).isEqualTo(new Balance("alice", Money.of("2")));
    }

    @Test
    void namesAnAddressThatDoesNotAnswer() {
        URI nowhere = server.address();
        server.close();

        assertThatThrownBy(client::balance)
                .isInstanceOfSatisfying(
                        PlatformException.class, e -> assertThat(e.problem()).isEmpty())
                .hasMessageContaining(nowhere.toString());
    }

    @Test
    void createsWithOneKeyHoweverOftenTheConnectionBreaks() throws Exception {
        answers(new Balance("alice", Money.of("10")));
        server.hangsUp(2);

        client.faucet(new FaucetDeposit("d1", Money.of("10")));

        server.asked();
        server.asked();
        assertAsked("POST /v1/deposits/faucet", "{\"id\":\"d1\",\"amount\":\"10.000000000\"}");
        String key = server.said("Idempotency-Key");
        client.faucet(new FaucetDeposit("d1", Money.of("10")));
        assertThat(server.said("Idempotency-Key")).hasSize(36).isNotEqualTo(key);

        server.hangsUp(3);
        assertThatThrownBy(() -> client.faucet(new FaucetDeposit("d1", Money.of("10"))))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("Could not reach the platform");
    }

    @Test
    void sendsTheKeyAndTheTagThatItsCallerHas() throws Exception {
        answers(ROLLOUT);
        Tagged<Rollout> seen = client.tagged(platform -> platform.rollout("hello"));
        assertThat(seen).isEqualTo(new Tagged<>(ROLLOUT, "\"seen\""));

        client.withIdempotencyKey("a-key-that-nobody-guesses")
                .ifMatch(seen.tag())
                .rollOut("hello", new NewRollout(1));

        assertThat(server.said("Idempotency-Key")).isEqualTo("a-key-that-nobody-guesses");
        assertThat(server.said("If-Match")).isEqualTo("\"seen\"");
        client.rollOut("hello", new NewRollout(1));
        assertThat(server.said("If-Match")).isNull();
    }

    @Test
    void refusesTermsThatThePlatformWouldNotHeed() {
        assertThatThrownBy(() -> client.ifMatch("\"seen\"").setSecret("A", null, new SecretValue("v")))
                .hasMessage("PUT /v1/secrets/A takes no If-Match");
        assertThatThrownBy(() -> client.ifMatch("\"seen\"").deploy(new Deployment("i")))
                .hasMessage("POST /v1/chutes takes no If-Match");
        assertThatThrownBy(() -> client.withIdempotencyKey("k").plan(new NewVersion("i")))
                .hasMessage("POST /v1/chutes/plan creates nothing, and takes no Idempotency-Key");
    }

    @Test
    void leavesAnInterruptToBeSeen() throws Exception {
        server.saysNothing();
        var call = new FutureTask<>(() -> {
            assertThatThrownBy(client::balance).isInstanceOf(PlatformException.class);
            return Thread.currentThread().isInterrupted();
        });
        Thread caller = Thread.ofVirtual().start(call);
        server.asked();

        caller.interrupt();

        assertThat(call.get()).isTrue();
    }

    /** Has the platform answer 422, for one place of the request. */
    private Problem refuses(String detail, FieldError place) throws JsonProcessingException {
        var problem = new Problem("about:blank", "Unprocessable", 422, detail, "r-1", List.of(place));
        server.answers(422, PlatformJson.mapper().writeValueAsString(problem));
        return problem;
    }

    private void answers(Object value) throws JsonProcessingException {
        server.answers(200, PlatformJson.mapper().writeValueAsString(value));
    }

    private void assertAsked(String line, String body) throws InterruptedException {
        assertThat(server.asked()).isEqualTo(new Asked(line, "Bearer ck_1_secret", body));
    }
}
