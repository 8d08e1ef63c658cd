package io.chutes.platform.client;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.util.RawValue;
import io.chutes.platform.api.Account;
import io.chutes.platform.api.Balance;
import io.chutes.platform.api.Budget;
import io.chutes.platform.api.BudgetCap;
import io.chutes.platform.api.ChuteAccess;
import io.chutes.platform.api.ChuteScaling;
import io.chutes.platform.api.ChuteState;
import io.chutes.platform.api.ChuteVersion;
import io.chutes.platform.api.CreatedKey;
import io.chutes.platform.api.Deployment;
import io.chutes.platform.api.DeploymentPlan;
import io.chutes.platform.api.Deposit;
import io.chutes.platform.api.Event;
import io.chutes.platform.api.FaucetDeposit;
import io.chutes.platform.api.ImageState;
import io.chutes.platform.api.InstanceBounds;
import io.chutes.platform.api.InstanceState;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.JobState;
import io.chutes.platform.api.JobStatus;
import io.chutes.platform.api.KeySettings;
import io.chutes.platform.api.KeyState;
import io.chutes.platform.api.LedgerTransaction;
import io.chutes.platform.api.LogLine;
import io.chutes.platform.api.ModelList;
import io.chutes.platform.api.NewBudget;
import io.chutes.platform.api.NewRollout;
import io.chutes.platform.api.NewShare;
import io.chutes.platform.api.NewVersion;
import io.chutes.platform.api.Page;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.api.RegisteredAccount;
import io.chutes.platform.api.Registration;
import io.chutes.platform.api.Rollout;
import io.chutes.platform.api.ScalingDecision;
import io.chutes.platform.api.SecretState;
import io.chutes.platform.api.SecretValue;
import io.chutes.platform.api.Settlement;
import io.chutes.platform.api.Share;
import io.chutes.platform.api.Statement;
import io.chutes.platform.api.Usage;
import io.chutes.platform.fleet.NewNodeToken;
import io.chutes.platform.fleet.NodePrices;
import io.chutes.platform.fleet.NodeState;
import io.chutes.platform.fleet.NodeToken;
import io.chutes.platform.fleet.NodeTokenState;
import io.chutes.platform.price.CallPrice;
import io.chutes.platform.price.PriceList;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an account can ask of the platform. Every method throws {@link PlatformException}. Safe for use by many threads.
 *
 * <p>Whatever creates something is asked for with an {@code Idempotency-Key}, so that a connection that breaks creates nothing twice.
 */
public final class PlatformClient {
    private final JsonExchange exchange;

    /**
     * A client of one platform.
     *
     * @param platform its address, without a path
     * @param key the account's API key; null only to register
     */
    public PlatformClient(URI platform, @Nullable String key) {
        this(new JsonExchange(platform, key));
    }

    /** The same by another HTTP client, such as one that trusts a certificate authority of the platform's own. */
    public PlatformClient(URI platform, @Nullable String key, HttpClient http) {
        this(new JsonExchange(http, platform, key));
    }

    private PlatformClient(JsonExchange exchange) {
        this.exchange = exchange;
    }

    /**
     * The same client for one thing that is created: asked for again with that key within a day, by whatever process, it is created
     * once and answered alike.
     *
     * @param key 20 to 128 visible ASCII characters that nobody guesses, such as a UUID
     */
    public PlatformClient withIdempotencyKey(String key) {
        return new PlatformClient(exchange.on(terms -> terms.withKey(key)));
    }

    /** The same client for one change: what has no longer that tag is not changed, and the platform answers 412. */
    public PlatformClient ifMatch(String tag) {
        return new PlatformClient(exchange.on(terms -> terms.withTag(tag)));
    }

    /**
     * What a request reads, with its tag.
     *
     * @throws IllegalArgumentException if what it reads has none
     */
    public <T> Tagged<T> tagged(Function<PlatformClient, T> request) {
        var tag = new AtomicReference<Optional<String>>(Optional.empty());
        T value = request.apply(new PlatformClient(exchange.on(terms -> terms.seenBy(tag::set))));
        return new Tagged<>(
                value,
                tag.get().orElseThrow(() -> new IllegalArgumentException("What was read has no ETag: " + value)));
    }

    /** Opens an account; the answer holds its first key. */
    public RegisteredAccount register(Registration registration) {
        return exchange.create("/v1/accounts", registration, new TypeReference<>() {});
    }

    /** Whose key this client has. */
    public Account me() {
        return exchange.get("/v1/me", new TypeReference<>() {});
    }

    /** The chutes that this key may call by OpenAI's API. */
    public ModelList models() {
        return exchange.get("/v1/models", new TypeReference<>() {});
    }

    /** Deletes the account for good: its keys stop working, its instances stop, and its ledger is settled. */
    public void deleteAccount() {
        exchange.delete("/v1/me");
    }

    /** Leaves the deposit of a developer in escrow, unless it was left before; from then on the account may push and deploy. */
    public Account becomeDeveloper() {
        return exchange.put("/v1/me/roles/developer", null, new TypeReference<>() {});
    }

    /** Gives the role back; the deposit comes back with it. */
    public void leaveDeveloper() {
        exchange.delete("/v1/me/roles/developer");
    }

    /** Makes a key; the answer holds it in full, this once. */
    public CreatedKey createKey(KeySettings settings) {
        return exchange.create("/v1/keys", settings, new TypeReference<>() {});
    }

    /** The account's keys that are not revoked. */
    public Page<KeyState> keys(@Nullable String cursor) {
        return exchange.get(paged("/v1/keys", cursor), new TypeReference<>() {});
    }

    /** One key, without its secret. */
    public KeyState key(String id) {
        return exchange.get("/v1/keys/" + encoded(id), new TypeReference<>() {});
    }

    /** Changes what a key allows. */
    public KeyState changeKey(String id, KeySettings settings) {
        return exchange.update("/v1/keys/" + encoded(id), settings, new TypeReference<>() {});
    }

    /** Revokes a key. */
    public void deleteKey(String id) {
        exchange.deleteSeen("/v1/keys/" + encoded(id));
    }

    /** What the account can spend. */
    public Balance balance() {
        return exchange.get("/v1/balance", new TypeReference<>() {});
    }

    /** Asks an embedded platform for play money. */
    public Balance faucet(FaucetDeposit deposit) {
        return exchange.create("/v1/deposits/faucet", deposit, new TypeReference<>() {});
    }

    /** What deploying an image would change and cost; nothing is changed. */
    public DeploymentPlan plan(NewVersion image) {
        return exchange.post("/v1/chutes/plan", image, new TypeReference<>() {});
    }

    /** Makes an image a version of its chute, and lets it serve. */
    public ChuteState deploy(Deployment deployment) {
        return exchange.create("/v1/chutes", deployment, new TypeReference<>() {});
    }

    /** One chute and its instances. */
    public ChuteState chute(String name) {
        return exchange.get("/v1/chutes/" + encoded(name), new TypeReference<>() {});
    }

    /** The account's chutes. */
    public Page<ChuteState> chutes(@Nullable String cursor) {
        return exchange.get(paged("/v1/chutes", cursor), new TypeReference<>() {});
    }

    /** Has an instance of a chute started if there is none, as a call would; answers what there is now. */
    public ChuteState warmUp(String name) {
        return exchange.put(of(name, "warmup"), null, new TypeReference<>() {});
    }

    /** Stops a chute for good. */
    public void deleteChute(String name) {
        exchange.delete("/v1/chutes/" + encoded(name));
    }

    /** The images that the account has pushed, by name. */
    public Page<ImageState> images(@Nullable String cursor) {
        return exchange.get(paged("/v1/images", cursor), new TypeReference<>() {});
    }

    /** Whether the platform's registry has an image, {@code <account>/<repository>@<digest>}, as far as this key may know. */
    public boolean hasImage(String image) {
        return exchange.has(
                "/v2/" + image.replaceFirst("@", "/manifests/"), "application/vnd.oci.image.manifest.v1+json");
    }

    /** Deletes an image, {@code <account>/<repository>@<digest>}; refused while a version of a chute is made of it. */
    public void deleteImage(String image) {
        exchange.delete("/v1/images/"
                + Arrays.stream(image.split("/", -1))
                        .map(PlatformClient::encoded)
                        .collect(Collectors.joining("/")));
    }

    /**
     * Sets a secret, in place of any that is there; instances that start from now on are given it.
     *
     * @param chute the one chute that is given it; null for every chute of the account
     */
    public SecretState setSecret(String name, @Nullable String chute, SecretValue value) {
        return exchange.put(secret(name, chute), value, new TypeReference<>() {});
    }

    /** A secret without its value. */
    public SecretState secretState(String name, @Nullable String chute) {
        return exchange.get(secret(name, chute), new TypeReference<>() {});
    }

    /** The account's secrets, without their values. */
    public Page<SecretState> secrets(@Nullable String cursor) {
        return exchange.get(paged("/v1/secrets", cursor), new TypeReference<>() {});
    }

    /** Deletes a secret; instances that have started keep it. */
    public void deleteSecret(String name, @Nullable String chute) {
        exchange.delete(secret(name, chute));
    }

    /** A chute's versions, newest first. */
    public Page<ChuteVersion> versions(String chute, @Nullable String cursor) {
        return exchange.get(paged(of(chute, "versions"), cursor), new TypeReference<>() {});
    }

    /** Makes an image a version of its chute, which does not serve until it is rolled out. */
    public ChuteVersion createVersion(String chute, NewVersion image) {
        return exchange.create(of(chute, "versions"), image, new TypeReference<>() {});
    }

    /** Which versions of a chute serve. */
    public Rollout rollout(String chute) {
        return exchange.get(of(chute, "rollout"), new TypeReference<>() {});
    }

    /** Which versions of a chute have served, newest first. */
    public Page<Rollout> rollouts(String chute, @Nullable String cursor) {
        return exchange.get(paged(of(chute, "rollouts"), cursor), new TypeReference<>() {});
    }

    /** How many instances a chute was to have, since when and why; newest first. */
    public Page<ScalingDecision> scalingDecisions(String chute, @Nullable String cursor) {
        return exchange.get(paged(of(chute, "scaling/decisions"), cursor), new TypeReference<>() {});
    }

    /** How few and how many instances a chute has. */
    public ChuteScaling scaling(String chute) {
        return exchange.get(of(chute, "scaling"), new TypeReference<>() {});
    }

    /** Sets how few and how many instances a chute has, for this and later versions; null leaves it to them. */
    public ChuteScaling scale(String chute, InstanceBounds bounds) {
        return exchange.update(of(chute, "scaling"), bounds, new TypeReference<>() {});
    }

    /** Leaves it to a chute's manifest again how few and how many instances there are. */
    public void resetScaling(String chute) {
        exchange.delete(of(chute, "scaling"));
    }

    /** Promotes a version, rolls back to one, or tries one out with a part of the calls. */
    public Rollout rollOut(String chute, NewRollout wanted) {
        return exchange.createOnTop(of(chute, "rollouts"), wanted, new TypeReference<>() {});
    }

    /** Who may call a chute beside its owner. */
    public ChuteAccess access(String chute) {
        return exchange.get(of(chute, "access"), new TypeReference<>() {});
    }

    /** Lets everybody call a chute, or no longer. */
    public ChuteAccess setAccess(String chute, ChuteAccess access) {
        return exchange.update(of(chute, "access"), access, new TypeReference<>() {});
    }

    /** The accounts that may call a chute. */
    public Page<Share> shares(String chute, @Nullable String cursor) {
        return exchange.get(paged(of(chute, "shares"), cursor), new TypeReference<>() {});
    }

    /** Lets an account call a chute. */
    public Share share(String chute, NewShare with) {
        return exchange.create(of(chute, "shares"), with, new TypeReference<>() {});
    }

    /** Lets an account call a chute no longer. */
    public void unshare(String chute, String account) {
        exchange.delete(of(chute, "shares/" + encoded(account)));
    }

    /** The instances of the account's chutes, newest first. */
    public Page<InstanceState> instances(@Nullable String cursor) {
        return exchange.get(paged("/v1/instances", cursor), new TypeReference<>() {});
    }

    /** Those of one chute, or at one station of their life; what is null does not matter. */
    public Page<InstanceState> instances(
            @Nullable String cursor, @Nullable String chute, @Nullable InstanceStatus status) {
        return exchange.get(
                query(
                        "/v1/instances",
                        "cursor",
                        cursor,
                        "chute",
                        chute,
                        "status",
                        PlatformJson.mapper().convertValue(status, String.class)),
                new TypeReference<>() {});
    }

    /** One instance. */
    public InstanceState instance(String id) {
        return exchange.get("/v1/instances/" + encoded(id), new TypeReference<>() {});
    }

    /**
     * What an instance wrote, oldest first; what is null does not matter.
     *
     * @param tail begins with the last so many lines
     */
    public Page<LogLine> instanceLogs(
            String id,
            @Nullable String cursor,
            @Nullable Instant since,
            @Nullable Integer tail,
            @Nullable String request) {
        return exchange.get(
                query(
                        "/v1/instances/" + encoded(id) + "/logs",
                        "cursor",
                        cursor,
                        "since",
                        since,
                        "tail",
                        tail,
                        "request",
                        request),
                new TypeReference<>() {});
    }

    /** What the instances of a chute wrote, or one of them, oldest first; what is null does not matter. */
    public Page<LogLine> chuteLogs(
            String chute,
            @Nullable String cursor,
            @Nullable String instance,
            @Nullable Instant since,
            @Nullable Integer tail,
            @Nullable String request) {
        return exchange.get(
                query(
                        of(chute, "logs"),
                        "cursor",
                        cursor,
                        "instance",
                        instance,
                        "since",
                        since,
                        "tail",
                        tail,
                        "request",
                        request),
                new TypeReference<>() {});
    }

    /**
     * What an instance writes, as it writes it, also over breaks of the connection; returns when it has ended and all was read.
     *
     * @param tail begins with the last so many lines, null for all there are
     * @throws InterruptedException when the thread is interrupted, which is how to end it before
     */
    public void followInstanceLogs(String id, @Nullable Integer tail, Consumer<LogLine> reader)
            throws InterruptedException {
        String path = query("/v1/instances/" + encoded(id) + "/logs", "tail", tail);
        new Follower<>(exchange, path, LogLine.class, LogLine::id, null, reader).follow();
    }

    /**
     * What the instances of a chute write, or one of them, as they write it, also over breaks of the connection; what is null does not
     * matter. Returns only by an exception, or when that one instance has ended and all was read.
     *
     * @param tail begins with the last so many lines, null for all there are
     * @throws InterruptedException when the thread is interrupted, which is how to end it
     */
    public void followChuteLogs(
            String chute,
            @Nullable String instance,
            @Nullable Instant since,
            @Nullable Integer tail,
            @Nullable String request,
            Consumer<LogLine> reader)
            throws InterruptedException {
        String path = query(of(chute, "logs"), "instance", instance, "since", since, "tail", tail, "request", request);
        new Follower<>(exchange, path, LogLine.class, LogLine::id, null, reader).follow();
    }

    /**
     * Starts a job of a chute that this key may call.
     *
     * @param account whose chute
     * @param json its input, null where it takes none
     */
    public JobState startJob(String account, String chute, String job, @Nullable String json) {
        return exchange.create(
                "/v1/jobs/" + encoded(account) + "/" + encoded(chute) + "/" + encoded(job),
                json == null ? null : new RawValue(json),
                new TypeReference<>() {});
    }

    /** The jobs that the account started, newest first. */
    public Page<JobState> jobs(@Nullable String cursor) {
        return jobs(cursor, null, null, null);
    }

    /**
     * Those of one chute, of one name or so far; what is null does not matter.
     *
     * @param chute {@code <account>/<chute>}, or {@code <chute>} for one of the account's own
     */
    public Page<JobState> jobs(
            @Nullable String cursor, @Nullable String chute, @Nullable String job, @Nullable JobStatus status) {
        return exchange.get(
                query(
                        "/v1/jobs",
                        "cursor",
                        cursor,
                        "chute",
                        chute,
                        "job",
                        job,
                        "status",
                        PlatformJson.mapper().convertValue(status, String.class)),
                new TypeReference<>() {});
    }

    /** One job. */
    public JobState job(String id) {
        return exchange.get("/v1/jobs/" + encoded(id), new TypeReference<>() {});
    }

    /** What a job gave, as JSON; empty if it gave nothing. */
    public Optional<String> jobResult(String id) {
        return Optional.of(exchange.text("/v1/jobs/" + encoded(id) + "/result")).filter(json -> !json.isEmpty());
    }

    /** Cancels a job. */
    public JobState cancelJob(String id) {
        return exchange.delete("/v1/jobs/" + encoded(id), new TypeReference<>() {});
    }

    /** Makes a token by which one node may join. */
    public NodeToken createNodeToken(NewNodeToken wanted) {
        return exchange.create("/v1/nodes/tokens", wanted, new TypeReference<>() {});
    }

    /** The tokens by which nodes may still join, without their secrets. */
    public Page<NodeTokenState> nodeTokens(@Nullable String cursor) {
        return exchange.get(paged("/v1/nodes/tokens", cursor), new TypeReference<>() {});
    }

    /** Lets no node join by a token any more. */
    public void revokeNodeToken(String id) {
        exchange.delete("/v1/nodes/tokens/" + encoded(id));
    }

    /** The nodes that the account lends, to an administrator all. */
    public Page<NodeState> nodes(@Nullable String cursor) {
        return exchange.get(paged("/v1/nodes", cursor), new TypeReference<>() {});
    }

    /** One node: what it has, how it is, and the instances on it. */
    public NodeState node(String name) {
        return exchange.get("/v1/nodes/" + encoded(name), new TypeReference<>() {});
    }

    /** Asks less than the price list for a node's GPUs, of instances that are placed from now on. */
    public NodeState priceNode(String name, NodePrices prices) {
        return exchange.put("/v1/nodes/" + encoded(name) + "/prices", prices, new TypeReference<>() {});
    }

    /** Gives a node no more instances, and moves those it has. */
    public NodeState drainNode(String name) {
        return exchange.post("/v1/nodes/" + encoded(name) + "/drain", Map.of(), new TypeReference<>() {});
    }

    /** Gives a node instances again. */
    public void resumeNode(String name) {
        exchange.delete("/v1/nodes/" + encoded(name) + "/drain");
    }

    /** Revokes the credential of a node that is drained; it is gone. */
    public void deleteNode(String name) {
        exchange.delete("/v1/nodes/" + encoded(name));
    }

    /** What has changed in the account, newest first. */
    public Page<Event> events(@Nullable String cursor) {
        return exchange.get(paged("/v1/events", cursor), new TypeReference<>() {});
    }

    /** What has changed of one chute, or of one type such as {@code chute.deployed}; what is null does not matter. */
    public Page<Event> events(@Nullable String cursor, @Nullable String chute, @Nullable String type) {
        return exchange.get(
                query("/v1/events", "cursor", cursor, "chute", chute, "type", type), new TypeReference<>() {});
    }

    /**
     * What changes in the account, as it changes: in order, none left out and none twice, also over breaks of the connection.
     * Returns only by an exception: that of the reader, or the platform's if it refuses.
     *
     * @param after the id of the event after which to begin, 0 for all there are
     * @throws InterruptedException when the thread is interrupted, which is how to end it
     */
    public void followEvents(long after, Consumer<Event> reader) throws InterruptedException {
        new Follower<>(
                        exchange,
                        "/v1/events",
                        Event.class,
                        event -> Long.toString(event.id()),
                        Long.toString(after),
                        reader)
                .follow();
    }

    /** What moved the account's money, newest first. */
    public Page<LedgerTransaction> ledger(@Nullable String cursor) {
        return exchange.get(paged("/v1/ledger", cursor), new TypeReference<>() {});
    }

    /** What the account used in whole hours; what is null is as the platform usually has it. */
    public Usage usage(@Nullable Instant from, @Nullable Instant to, @Nullable String group) {
        return exchange.get(query("/v1/usage", "from", from, "to", to, "group", group), new TypeReference<>() {});
    }

    /** A month of the account's book: {@code wallet}, {@code escrow} or {@code earnings}. */
    public Statement statement(YearMonth month, String book) {
        return exchange.get(query("/v1/statements/" + month, "book", book), new TypeReference<>() {});
    }

    /** Caps what may be spent. */
    public Budget createBudget(NewBudget budget) {
        return exchange.create("/v1/budgets", budget, new TypeReference<>() {});
    }

    /** The account's budgets, newest first. */
    public Page<Budget> budgets(@Nullable String cursor) {
        return exchange.get(paged("/v1/budgets", cursor), new TypeReference<>() {});
    }

    /** One budget. */
    public Budget budget(long id) {
        return exchange.get("/v1/budgets/" + id, new TypeReference<>() {});
    }

    /** Gives a budget another cap. */
    public Budget capBudget(long id, BudgetCap cap) {
        return exchange.update("/v1/budgets/" + id, cap, new TypeReference<>() {});
    }

    /** Caps no more. */
    public void deleteBudget(long id) {
        exchange.delete("/v1/budgets/" + id);
    }

    /** What the account paid in and was given back, newest first. */
    public Page<Deposit> deposits(@Nullable String cursor) {
        return exchange.get(paged("/v1/deposits", cursor), new TypeReference<>() {});
    }

    /** Deposits for accounts that are not there; for administrators. */
    public Page<Deposit> suspense(@Nullable String cursor) {
        return exchange.get(paged("/v1/deposits/suspense", cursor), new TypeReference<>() {});
    }

    /** Credits a deposit that waits in suspense; for administrators. */
    public Deposit settle(long id, Settlement settlement) {
        return exchange.post("/v1/deposits/" + id + "/settlement", settlement, new TypeReference<>() {});
    }

    /** What others pay for a call to a chute. */
    public CallPrice chutePrice(String name) {
        return exchange.get("/v1/chutes/" + encoded(name) + "/price", new TypeReference<>() {});
    }

    /** Asks others for that, from now on. */
    public CallPrice priceChute(String name, CallPrice price) {
        return exchange.put("/v1/chutes/" + encoded(name) + "/price", price, new TypeReference<>() {});
    }

    /** The prices in force. */
    public PriceList prices() {
        return exchange.get("/v1/prices", new TypeReference<>() {});
    }

    /** The prices in force at another time. */
    public PriceList prices(Instant at) {
        return exchange.get(query("/v1/prices", "at", at), new TypeReference<>() {});
    }

    private static String secret(String name, @Nullable String chute) {
        String path = "/v1/secrets/" + encoded(name);
        return chute == null ? path : path + "?chute=" + encoded(chute);
    }

    private static String query(String path, @Nullable Object... namesAndValues) {
        var all = new StringJoiner("&", "?", "").setEmptyValue("");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            @Nullable Object value = namesAndValues[i + 1];
            if (value != null) {
                all.add(namesAndValues[i] + "=" + encoded(value.toString()));
            }
        }
        return path + all;
    }

    private static String of(String chute, String what) {
        return "/v1/chutes/" + encoded(chute) + "/" + what;
    }

    private static String paged(String path, @Nullable String cursor) {
        return cursor == null ? path : path + "?cursor=" + encoded(cursor);
    }

    private static String encoded(String text) {
        // That encoder is for forms, where a space is a plus sign; in a path it would be one.
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
