package io.chutes.platform.server.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.chutes.platform.api.ChuteState;
import io.chutes.platform.api.Deployment;
import io.chutes.platform.api.LedgerTransaction.Entry;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.api.Role;
import io.chutes.platform.api.UsageGap;
import io.chutes.platform.manifest.EndpointSpec;
import io.chutes.platform.manifest.Hardware;
import io.chutes.platform.manifest.ImageSpec;
import io.chutes.platform.manifest.JobSpec;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestJson;
import io.chutes.platform.manifest.ParameterSpec;
import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.manifest.TimeoutsSpec;
import io.chutes.platform.manifest.Visibility;
import io.chutes.platform.manifest.WeightsSpec;
import io.chutes.platform.price.PriceLists;
import io.chutes.platform.server.account.TestAccounts;
import io.chutes.platform.server.billing.BillingRoutes;
import io.chutes.platform.server.billing.Budgets;
import io.chutes.platform.server.billing.CallCharges;
import io.chutes.platform.server.billing.ChutePrices;
import io.chutes.platform.server.billing.Credit;
import io.chutes.platform.server.billing.Ledger;
import io.chutes.platform.server.billing.Metering;
import io.chutes.platform.server.billing.UsageReports;
import io.chutes.platform.server.billing.UsageRows;
import io.chutes.platform.server.chute.ChuteRoutes;
import io.chutes.platform.server.chute.Chutes;
import io.chutes.platform.server.event.EventFeed;
import io.chutes.platform.server.event.EventRoutes;
import io.chutes.platform.server.event.Events;
import io.chutes.platform.server.gateway.GatewayRoutes;
import io.chutes.platform.server.job.JobRoutes;
import io.chutes.platform.server.key.Keys;
import io.chutes.platform.server.log.LogLimits;
import io.chutes.platform.server.log.LogRoutes;
import io.chutes.platform.server.node.JoinedNodes;
import io.chutes.platform.server.node.NodeRoutes;
import io.chutes.platform.server.replay.StoredReplies;
import io.chutes.platform.server.scaling.ScalingRoutes;
import io.chutes.platform.server.secret.MasterKeys;
import io.chutes.platform.server.secret.SecretRoutes;
import io.chutes.platform.server.secret.Secrets;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.TestDatabase;
import io.chutes.platform.server.web.ApiServer;
import io.chutes.platform.server.web.Gate;
import io.chutes.platform.server.web.HttpCaller;
import io.chutes.platform.server.web.TestApi;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All that chutes, nodes and calls go through, on a real database and server, with a clock that the test turns. */
public final class TestPlatform implements AutoCloseable {
    public static final String ALICE = "alice";
    public static final String CPU_CHUTE = "adder";
    public static final String GPU_CHUTE = "hello";

    /** Small, so that little has to be written to fill them. */
    public static final LogLimits LOGS = new LogLimits(Duration.ofDays(2), 20_000);

    private static final PriceLists PRICES = PriceLists.shipped();

    public final TestClock clock = new TestClock();
    public final String url;
    public final Database database;
    public final EventFeed feed;
    public final Ledger ledger;
    public final Budgets budgets;
    public final ChutePrices chutePrices;
    public final Fleet fleet;
    public final Secrets secrets;
    public final GatewayRoutes gateway;
    public final JobRoutes jobs;
    public final HttpCaller http;
    public final String key;
    public final String bobsKey;

    private final Map<String, String> manifests = new ConcurrentHashMap<>();
    private final Supplier<Fleet> fleets;
    private final ApiServer server;

    public TestPlatform() {
        this(Duration.ofMinutes(1));
    }

    public TestPlatform(Duration longestColdStart) {
        this(TestDatabase.freshUrl(), longestColdStart);
    }

    /** One on a database of its own. */
    public TestPlatform(String url) {
        this(url, Duration.ofMinutes(1));
    }

    private TestPlatform(String url, Duration longestColdStart) {
        this.url = url;
        database = Database.open(url, "postgres", "postgres");
        feed = new EventFeed(database);
        ledger = new Ledger(database);
        budgets = new Budgets(database, clock);
        chutePrices = new ChutePrices(database);
        var keys = new Keys(database, new byte[32], InstantSource.system());
        var chutes = new Chutes(database.jdbi(), clock);
        var credit = new Credit(database, clock);
        var metering = new Metering(ledger, PRICES, new BigDecimal("0.7"));
        secrets = Secrets.open(database, MasterKeys.parse(MasterKeys.generate("k1"), "this test"), clock);
        List<NodeCredential> configured = List.of(credential("one"), credential("two"));
        var joined = new JoinedNodes(database.jdbi(), new byte[32], NodeCredentials.names(configured), clock);
        var nodes = new NodeCredentials(configured, joined::holding);
        fleets = () -> new Fleet(
                database.jdbi(), chutes, credit, metering, PRICES, secrets::values, nodes, Silence.USUAL, clock);
        fleet = fleets.get();
        var charges = new CallCharges(database, ledger, chutePrices);
        gateway = new GatewayRoutes(chutes, credit, chutePrices, charges, fleet, longestColdStart, clock);
        jobs = new JobRoutes(database.jdbi(), chutes, credit, chutePrices, charges, fleet, clock);
        server = ApiServer.start(
                "localhost",
                0,
                TestApi.of(
                        new StoredReplies(database, new byte[32], clock),
                        new Gate(keys::authenticate, nodes::sending),
                        new ChuteRoutes(
                                database.jdbi(), clock, chutes, this::manifest, secrets::present, fleet, PRICES),
                        new SecretRoutes(secrets),
                        fleet.instances(),
                        new LogRoutes(
                                database.jdbi(),
                                chutes,
                                LOGS,
                                keys::authenticate,
                                () -> !fleet.signal().isClosed(),
                                clock),
                        new ScalingRoutes(database.jdbi(), chutes),
                        new EventRoutes(new Events(database.jdbi()), feed, keys::authenticate, EventRoutes.HEARTBEAT),
                        new BillingRoutes(ledger, new UsageReports(database), PRICES, clock),
                        fleet.routes(),
                        new NodeRoutes(
                                database.jdbi(), joined, Silence.USUAL, fleet::changed, PriceLists.shipped(), clock),
                        gateway,
                        jobs));
        http = new HttpCaller(server);
        key = TestAccounts.developer(database, keys, ALICE);
        bobsKey = TestAccounts.developer(database, keys, "bob");
        deposit(ALICE, "first", "100");
        deposit("bob", "first", "100");
    }

    private Optional<String> manifest(String repository, String digest) {
        return Optional.ofNullable(manifests.get(repository + "@" + digest));
    }

    public static NodeCredential credential(String node) {
        return new NodeCredential(node, "token-of-node-" + node + "-0123456789abcdef0123456789");
    }

    public static Manifest manifest(String name, Hardware hardware) {
        return manifest(name, hardware, TimeoutsSpec.DEFAULT, List.of(endpoint("count"), endpoint("greet")));
    }

    /** A chute that always has one instance. */
    public static Manifest manifest(
            String name, Hardware hardware, TimeoutsSpec timeouts, List<EndpointSpec> endpoints) {
        return manifest(name, hardware, timeouts, endpoints, new ScalingSpec(1, 64, 1, 1, 0.75, Duration.ofMinutes(5)));
    }

    public static Manifest manifest(String name, Hardware hardware, ScalingSpec scaling) {
        return manifest(name, hardware, TimeoutsSpec.DEFAULT, List.of(endpoint("greet")), scaling);
    }

    public static Manifest manifest(
            String name, Hardware hardware, TimeoutsSpec timeouts, List<EndpointSpec> endpoints, ScalingSpec scaling) {
        return new Manifest(
                Manifest.SCHEMA,
                name,
                "Hello",
                "HelloRoutes",
                "",
                "",
                hardware,
                scaling,
                timeouts,
                ImageSpec.DEFAULT,
                endpoints,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "0");
    }

    /** The same with models' files. */
    public static Manifest withWeights(Manifest chute, WeightsSpec... weights) {
        return with(chute, chute.jobs(), List.of(weights));
    }

    /** The same with these jobs. */
    public static Manifest withJobs(Manifest chute, List<JobSpec> jobs) {
        return with(chute, jobs, chute.weights());
    }

    private static Manifest with(Manifest chute, List<JobSpec> jobs, List<WeightsSpec> weights) {
        return new Manifest(
                chute.schema(),
                chute.name(),
                chute.chuteClass(),
                chute.routesClass(),
                chute.tagline(),
                chute.readme(),
                chute.hardware(),
                chute.scaling(),
                chute.timeouts(),
                chute.image(),
                chute.endpoints(),
                chute.engines(),
                jobs,
                weights,
                chute.secrets(),
                chute.sdkVersion());
    }

    public static EndpointSpec endpoint(String name) {
        return endpoint(name, "POST", "/" + name);
    }

    /** An endpoint that takes and gives JSON, with those parameters of its path. */
    public static EndpointSpec endpoint(String name, String method, String path, String... parameters) {
        var any = JsonNodeFactory.instance.objectNode();
        return new EndpointSpec(
                name,
                method,
                path,
                "",
                Visibility.PUBLIC,
                !method.equals("POST"),
                false,
                null,
                null,
                null,
                Stream.of(parameters)
                        .map(it -> new ParameterSpec(it, ParameterSpec.In.PATH, true, any))
                        .toList(),
                method.equals("POST") ? "application/json" : null,
                method.equals("POST") ? any : null,
                "application/json",
                any,
                null);
    }

    public static Hardware gpus(int count) {
        return new Hardware.Gpu(count, 0, Set.of("L4"), Set.of(), new BigDecimal("0.30"));
    }

    public void deposit(String account, String id, String amount) {
        Money money = Money.of(amount);
        database.jdbi()
                .useTransaction(handle -> ledger.post(
                        handle,
                        "faucet:" + account + ":" + id,
                        "play money",
                        List.of(new Entry(Ledger.FAUCET, money.negated()), new Entry(Ledger.wallet(account), money))));
    }

    /** The image's name once it is in the registry with that label. */
    public String push(int build, String label) {
        String image =
                ALICE + "/images@sha256:" + HexFormat.of().toHexDigits(build).repeat(8);
        manifests.put(image, label);
        return image;
    }

    public ChuteState deploy(int build, Manifest manifest) {
        HttpResponse<String> answer = deploy(push(build, ManifestJson.write(manifest)));
        if (answer.statusCode() >= 400) {
            throw new IllegalStateException(answer.body());
        }
        return read(answer, ChuteState.class);
    }

    public HttpResponse<String> deploy(String image) {
        return http.post("/v1/chutes", json(new Deployment(image)), authorization());
    }

    public ChuteState chute(String name) {
        return read(http.get("/v1/chutes/" + name, authorization()), ChuteState.class);
    }

    public HttpResponse<String> delete(String name) {
        HttpRequest.Builder request =
                http.request("/v1/chutes/" + name, authorization()).DELETE();
        return http.send(request);
    }

    /** Passes of the loop until there is nothing to change. */
    public void settle() {
        int passes = 0;
        while (fleet.pass()) {
            if (++passes > 20) {
                throw new IllegalStateException("The fleet does not come to rest");
            }
        }
    }

    /** As if the platform had been started anew on what is stored. */
    Fleet restartedFleet() {
        return fleets.get();
    }

    public TestNode node(String name) {
        return node(credential(name));
    }

    public TestNode node(NodeCredential credential) {
        return new TestNode(http, credential);
    }

    /** Gives an account a role, before it calls for the first time. */
    public void grant(String account, Role role) {
        database.jdbi()
                .useHandle(handle -> handle.execute(
                        "insert into account_role (account_id, role) select id, ? from account where name = ?",
                        role.name().toLowerCase(Locale.ROOT),
                        account));
    }

    public Money balance() {
        return ledger.balance(Ledger.wallet(ALICE));
    }

    /** What is missing of Alice's usage. */
    List<UsageGap> gaps() {
        return database.jdbi().withHandle(handle -> new UsageRows()
                .gaps(handle, accountId(), clock.instant().minus(Duration.ofDays(1)), clock.instant()));
    }

    public long accountId() {
        return database.jdbi().withHandle(handle -> handle.createQuery("select id from account where name = :name")
                .bind("name", ALICE)
                .mapTo(Long.class)
                .one());
    }

    public int port() {
        return server.port();
    }

    public String[] authorization() {
        return bearer(key);
    }

    public static String[] bearer(String secret) {
        return new String[] {"Authorization", "Bearer " + secret};
    }

    public static String json(Object value) {
        try {
            return PlatformJson.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static <T> T read(HttpResponse<String> answer, Class<T> type) {
        try {
            return PlatformJson.mapper().readValue(answer.body(), type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body(), e);
        }
    }

    public static <T> T read(JsonNode json, Class<T> type) {
        try {
            return PlatformJson.mapper().treeToValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(json.toString(), e);
        }
    }

    @Override
    public void close() {
        fleet.close();
        gateway.close();
        jobs.close();
        feed.close();
        http.close();
        server.close();
        database.close();
    }
}
