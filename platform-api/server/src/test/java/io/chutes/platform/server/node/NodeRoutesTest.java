package io.chutes.platform.server.node;

import static io.chutes.platform.server.fleet.TestPlatform.GPU_CHUTE;
import static io.chutes.platform.server.fleet.TestPlatform.bearer;
import static io.chutes.platform.server.fleet.TestPlatform.gpus;
import static io.chutes.platform.server.fleet.TestPlatform.json;
import static io.chutes.platform.server.fleet.TestPlatform.manifest;
import static io.chutes.platform.server.fleet.TestPlatform.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.chutes.platform.api.InstanceState;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.Role;
import io.chutes.platform.fleet.Agent;
import io.chutes.platform.fleet.JoinedNode;
import io.chutes.platform.fleet.NewNode;
import io.chutes.platform.fleet.NewNodeToken;
import io.chutes.platform.fleet.NodeState;
import io.chutes.platform.fleet.NodeStatus;
import io.chutes.platform.fleet.NodeToken;
import io.chutes.platform.server.billing.Ledger;
import io.chutes.platform.server.fleet.NodeCredential;
import io.chutes.platform.server.fleet.TestNode;
import io.chutes.platform.server.fleet.TestPlatform;
import io.chutes.platform.server.web.HttpCaller;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes on their way in, at work, and on their way out. Alice runs the platform, Bob lends nodes. */
final class NodeRoutesTest {
    private final TestPlatform platform = new TestPlatform();

    @BeforeEach
    void roles() {
        platform.grant(TestPlatform.ALICE, Role.ADMIN);
        platform.grant("bob", Role.PROVIDER);
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void letsOneNodeInByAToken() {
        String token = token(platform.bobsKey, null);
        List<CompletableFuture<HttpResponse<String>>> joins = Stream.of("a", "b", "c", "d")
                .map(name -> CompletableFuture.supplyAsync(() -> join(token, name)))
                .toList();

        assertThat(joins).extracting(it -> it.join().statusCode()).containsExactlyInAnyOrder(201, 409, 409, 409);
        assertThat(join(token, "e").body()).contains("is used: the node '");
    }

    @Test
    void refusesTokensThatAreNotGood() {
        String token = token(platform.bobsKey, null);
        String cutShort = token.substring(0, token.length() - 1);
        String wrong = cutShort + (token.endsWith("a") ? "b" : "a");

        assertRefused(join(cutShort, "a"), 401, "malformed");
        assertRefused(join(wrong, "a"), 401, "secret of the join token");
        assertRefused(join("cj_" + "0".repeat(16) + "_" + "0".repeat(40), "a"), 401, "of another one?");
        assertRefused(join(platform.bobsKey, "a"), 401, "malformed");
        assertRefused(join(token, "Not A Name"), 422, "Not A Name");
        assertRefused(join(token, "one"), 409, "as good as before");
        platform.clock.advance(Duration.ofHours(1));
        assertRefused(join(token, "a"), 401, "expired at 2026-01-01T01:00:00Z");
        assertThat(stored("select count(*) from node_token where node is not null"))
                .isEqualTo("0");
    }

    @Test
    void keepsNeitherTokenNorCredential() {
        String token = token(platform.bobsKey, null);
        String credential = joined(token, "box").credential();

        for (String secret : List.of(token.substring(20), credential.substring(20))) {
            assertThat(stored("select string_agg(t::text, ' ') from node_token t"))
                    .doesNotContain(secret);
            assertThat(stored("select string_agg(n::text, ' ') from node n")).doesNotContain(secret);
            assertThat(stored("select string_agg(e::text, ' ') from event e")).doesNotContain(secret);
        }
    }

    @Test
    void makesTokensForAWhileAndOnlyForWhoAsks() {
        assertRefused(ask(platform.bobsKey, new NewNodeToken(TestPlatform.ALICE, null)), 403, "yours are of 'bob'");
        assertRefused(ask(platform.key, new NewNodeToken("nobody", null)), 422, "no account 'nobody'");
        var week = platform.clock.instant().plus(Duration.ofDays(7));
        assertRefused(ask(platform.bobsKey, new NewNodeToken(null, week.plusSeconds(1))), 422, "at most a week");
        assertRefused(
                ask(platform.bobsKey, new NewNodeToken(null, platform.clock.instant())), 422, "must be later than now");

        assertThat(read(ask(platform.bobsKey, new NewNodeToken(null, week)), NodeToken.class))
                .satisfies(made -> assertThat(made.provider()).isEqualTo("bob"))
                .satisfies(made -> assertThat(made.toString()).doesNotContain(made.token()));
        assertThat(read(ask(platform.key, new NewNodeToken(null, null)), NodeToken.class)
                        .provider())
                .isNull();
    }

    @Test
    void showsAndRevokesTokensThatAreGood() {
        String bobs = token(platform.bobsKey, null);
        String madeForBob = token(platform.key, "bob");
        String ours = token(platform.key, null);
        joined(token(platform.bobsKey, null), "box");

        assertThat(tokens(platform.bobsKey)).containsExactlyInAnyOrder(id(bobs), id(madeForBob));
        assertThat(tokens(platform.key)).containsExactlyInAnyOrder(id(bobs), id(madeForBob), id(ours));
        assertThat(platform.http.get("/v1/nodes/tokens", bearer(platform.key)).body())
                .doesNotContain(bobs.substring(20), ours.substring(20));

        assertThat(delete("/v1/nodes/tokens/" + id(madeForBob)).statusCode()).isEqualTo(204);
        assertRefused(join(madeForBob, "a"), 401, "no join token");
        assertRefused(delete("/v1/nodes/tokens/" + id(madeForBob)), 404, "no join token with the id");
        assertRefused(delete("/v1/nodes/tokens/" + id(ours)), 404, id(ours));
        String used = stored("select id from node_token where node = 'box'");
        assertRefused(delete("/v1/nodes/tokens/" + used), 409, "drain and delete that node");
        assertRefused(join(ours, "tokens"), 422, "No node can be named 'tokens'");
        platform.clock.advance(Duration.ofHours(1));
        assertThat(tokens(platform.key)).isEmpty();
    }

    @Test
    void tellsProvidersOfTheirNodesWhoeverMadeTheToken() {
        joined(token(platform.key, "bob"), "box");
        drain("box");
        platform.settle();
        delete("/v1/nodes/box");

        String all = "node.token-created node.joined node.draining node.drained node.deleted";
        for (String account : List.of("bob", TestPlatform.ALICE)) {
            assertThat(stored("""
                            select string_agg(type, ' ' order by e.id) from event e join account a on a.id = e.account_id
                            where type like 'node.%%' and a.name = '%s'
                            """.formatted(account))).isEqualTo(all);
        }
    }

    private List<String> tokens(String key) {
        return HttpCaller.json(platform.http.get("/v1/nodes/tokens", bearer(key)))
                .path("items")
                .findValuesAsText("id");
    }

    private static String id(String token) {
        return token.split("_", 3)[1];
    }

    @Test
    void showsNodesToWhoLendsThemAndToAdministrators() {
        joined(token(platform.bobsKey, null), "bobs");
        joined(token(platform.key, null), "ours");
        platform.node("one").sync();

        assertThat(names(platform.bobsKey)).containsExactly("bobs");
        assertThat(names(platform.key)).containsExactly("bobs", "one", "ours");
        assertThat(get(platform.bobsKey, "ours").statusCode()).isEqualTo(404);
        assertThat(state(platform.key, "bobs").status()).isEqualTo(NodeStatus.JOINED);
        assertThat(state(platform.key, "one").capacity().gpus()).containsEntry("L4", 2);
    }

    @Test
    void paysWhoLendsTheNode() {
        TestNode node = node("box");
        String id = ready(node);
        var from = platform.clock.instant();
        platform.clock.advance(Duration.ofHours(1));

        node.used(id, 1, from, platform.clock.instant()).sync();

        assertThat(platform.balance()).isEqualTo(Money.of("99.75"));
        assertThat(platform.ledger.balance(Ledger.earnings("bob"))).isEqualTo(Money.of("0.175"));
        assertThat(state(platform.bobsKey, "box").instances())
                .extracting(NodeState.OnNode::id)
                .containsExactly(id);
    }

    @Test
    void billsWhatANodeAsksWhereThatIsLess() {
        TestNode listed = platform.node("one");
        listed.sync();
        TestNode node = node("box");
        node.sync();
        assertRefused(price("box", "0.26"), 422, "An hour of L4 costs 0 to 0.25 USD, the list's price, got 0.26");
        assertRefused(price("box", "-1"), 422, "got -1");
        assertThat(read(price("box", "0.10"), NodeState.class).prices().gpus()).containsEntry("L4", Money.of("0.10"));
        platform.deploy(1, manifest(GPU_CHUTE, gpus(1)));
        platform.settle();
        String id = node.only().id();
        node.seesReady(id).sync();
        assertThat(price("box", "0.20").statusCode()).isEqualTo(200);
        var from = platform.clock.instant();
        platform.clock.advance(Duration.ofHours(1));

        node.used(id, 1, from, platform.clock.instant()).sync();

        assertThat(platform.balance()).isEqualTo(Money.of("99.90"));
        assertThat(platform.ledger.balance(Ledger.earnings("bob"))).isEqualTo(Money.of("0.07"));
    }

    private HttpResponse<String> price(String node, String hourly) {
        return platform.http.send(platform.http
                .request("/v1/nodes/" + node + "/prices", bearer(platform.bobsKey))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"gpus\":{\"L4\":\"%s\"}}".formatted(hourly))));
    }

    @Test
    void letsOneAgentSpeakForANode() {
        TestNode node = node("box");
        String id = ready(node);
        var copy = new Agent("a copy", null);

        assertRefused(node.speaksThrough(copy).seesNothing().report(), 409, "Was it copied?");
        assertRefused(node.report(), 409, "Another agent speaks for the node 'box'");
        assertThat(platform.chute(GPU_CHUTE).instances())
                .extracting(InstanceState::id, InstanceState::status)
                .containsExactly(tuple(id, InstanceStatus.READY));
        assertThat(stored("select count(*) from event where type = 'node.contested'"))
                .isEqualTo("1");

        var successor = new Agent("the second", "the first");
        assertThat(node.speaksThrough(successor).seesReady(id).report().statusCode())
                .isEqualTo(200);
        assertRefused(node.speaksThrough(new Agent("the first", null)).report(), 409, "Another agent");
        platform.clock.advance(Duration.ofSeconds(30));
        assertThat(node.speaksThrough(copy).report().statusCode()).isEqualTo(200);
    }

    @Test
    void movesWhatIsOnANodeThatIsDrained() {
        TestNode node = node("box");
        String old = ready(node);
        assertRefused(delete("/v1/nodes/box"), 409, "drain it first");

        assertThat(drain("box").status()).isEqualTo(NodeStatus.DRAINING);
        platform.settle();
        assertThat(status(old)).isEqualTo(InstanceStatus.READY);
        assertRefused(delete("/v1/nodes/box"), 409, "wait until they have moved");

        TestNode other = platform.node("two");
        other.sync();
        platform.settle();
        String next = other.only().id();
        assertThat(status(old)).isEqualTo(InstanceStatus.READY);
        other.seesReady(next).sync();
        platform.settle();
        assertThat(status(old)).isEqualTo(InstanceStatus.DRAINING);
        assertThat(node.sync().instances()).isEmpty();
        node.sees(old, InstanceStatus.STOPPED).sync();
        platform.settle();

        assertThat(state(platform.bobsKey, "box").status()).isEqualTo(NodeStatus.DRAINED);
        assertThat(instance(old).reason()).isEqualTo("moved: its node is being drained");
        assertThat(delete("/v1/nodes/box").statusCode()).isEqualTo(204);
        assertThat(node.report().statusCode()).isEqualTo(401);
        assertThat(get(platform.bobsKey, "box").statusCode()).isEqualTo(404);
        assertThat(stored("select string_agg(type, ' ' order by id) from event where type like 'node.%'"))
                .isEqualTo("node.token-created node.joined node.draining node.drained node.deleted");
    }

    @Test
    void givesANodeInstancesAgain() {
        TestNode node = node("box");
        node.sync();
        drain("box");
        platform.deploy(1, manifest(GPU_CHUTE, gpus(1)));
        platform.settle();
        assertThat(node.sync().instances()).isEmpty();

        assertThat(delete("/v1/nodes/box/drain").statusCode()).isEqualTo(204);
        platform.settle();

        assertThat(node.sync().instances()).hasSize(1);
    }

    @Test
    void givesANameAgainToWhoHadItAndToNobodyElse() {
        joined(token(platform.bobsKey, null), "box");
        drain("box");
        delete("/v1/nodes/box");

        assertRefused(join(token(platform.key, null), "box"), 409, "named 'box' already");
        assertThat(join(token(platform.bobsKey, null), "box").statusCode()).isEqualTo(201);
        assertThat(state(platform.bobsKey, "box").status()).isEqualTo(NodeStatus.JOINED);
    }

    @Test
    void tellsThatANodeIsSilentAndHeardOfAgain() {
        TestNode node = node("box");
        node.sync();
        platform.clock.advance(Duration.ofMinutes(2));
        platform.settle();
        node.sync();
        platform.clock.advance(Duration.ofSeconds(30));
        platform.settle();
        assertThat(state(platform.bobsKey, "box").status()).isEqualTo(NodeStatus.SUSPECT);
        platform.clock.advance(Duration.ofSeconds(30));
        platform.settle();
        assertThat(state(platform.bobsKey, "box").status()).isEqualTo(NodeStatus.LOST);

        node.sync();

        assertThat(state(platform.bobsKey, "box").status()).isEqualTo(NodeStatus.READY);
        assertThat(stored("select string_agg(type, ' ' order by id) from event where type like 'node.%'"))
                .isEqualTo("node.token-created node.joined node.lost node.heard node.suspect node.lost node.heard");
    }

    @Test
    void givesNoOrdersToAnAgentWhoseCredentialIsTakenWhileItWaits() {
        TestNode node = node("box");
        node.sync();
        CompletableFuture<HttpResponse<String>> poll =
                CompletableFuture.supplyAsync(() -> node.waits(30_000).report());

        assertThat(platform.http
                        .post("/v1/nodes/box/drain", "", bearer(platform.bobsKey))
                        .statusCode())
                .isEqualTo(200);
        assertThat(delete("/v1/nodes/box").statusCode()).isEqualTo(204);

        assertThat(poll.orTimeout(60, TimeUnit.SECONDS).join().statusCode()).isEqualTo(401);
    }

    private TestNode node(String name) {
        return platform.node(new NodeCredential(
                name, joined(token(platform.bobsKey, null), name).credential()));
    }

    private String ready(TestNode node) {
        node.sync();
        platform.deploy(1, manifest(GPU_CHUTE, gpus(1)));
        platform.settle();
        String id = node.only().id();
        node.seesReady(id).sync();
        return id;
    }

    private InstanceStatus status(String id) {
        return instance(id).status();
    }

    private InstanceState instance(String id) {
        return platform.chute(GPU_CHUTE).instances().stream()
                .filter(it -> it.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private String token(String key, @Nullable String provider) {
        HttpResponse<String> made = ask(key, new NewNodeToken(provider, null));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return read(made, NodeToken.class).token();
    }

    private HttpResponse<String> ask(String key, NewNodeToken wanted) {
        return platform.http.post("/v1/nodes/tokens", json(wanted), bearer(key));
    }

    private JoinedNode joined(String token, String name) {
        HttpResponse<String> answer = join(token, name);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return read(answer, JoinedNode.class);
    }

    private HttpResponse<String> join(String token, String name) {
        return platform.http.post("/v1/nodes", json(new NewNode(token, name)));
    }

    private HttpResponse<String> get(String key, String name) {
        return platform.http.get("/v1/nodes/" + name, bearer(key));
    }

    private NodeState state(String key, String name) {
        return read(get(key, name), NodeState.class);
    }

    private List<String> names(String key) {
        return HttpCaller.json(platform.http.get("/v1/nodes", bearer(key)))
                .path("items")
                .findValuesAsText("name");
    }

    private NodeState drain(String name) {
        return read(platform.http.post("/v1/nodes/" + name + "/drain", "", bearer(platform.bobsKey)), NodeState.class);
    }

    private HttpResponse<String> delete(String path) {
        return platform.http.send(
                platform.http.request(path, bearer(platform.bobsKey)).DELETE());
    }

    private String stored(String query) {
        return platform.database.jdbi().withHandle(handle -> handle.createQuery(query)
                .mapTo(String.class)
                .one());
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String why) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(HttpCaller.json(answer).path("detail").asText()).contains(why);
    }
}
