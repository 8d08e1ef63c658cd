package io.chutes.platform.server.image;

import io.chutes.platform.server.account.TestAccounts;
import io.chutes.platform.server.fleet.NodeCredential;
import io.chutes.platform.server.fleet.NodeCredentials;
import io.chutes.platform.server.fleet.TestClock;
import io.chutes.platform.server.key.Keys;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.TestDatabase;
import io.chutes.platform.server.web.ApiServer;
import io.chutes.platform.server.web.Gate;
import io.chutes.platform.server.web.RateLimits;
import io.chutes.platform.server.web.TestApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A registry on a real server with real keys, its accounts alice and bobby, and a client that talks to it. */
final class RunningRegistry implements AutoCloseable {
    static final String NODE_TOKEN = "a-node-of-this-platform-0123456789";
    private static final Set<String> RUN_BY_THE_NODE = Set.of("alice/node", "alice/x");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Database database;
    private final Keys keys;
    private final Images images;
    private final ImageChanges changes;
    private final ApiServer server;
    final TestClock clock = new TestClock();
    private final RegistryTokens tokens;
    private final Map<String, String> needed = new ConcurrentHashMap<>();
    private final String aliceKey;
    private final String bobbyKey;

    RunningRegistry(Path folder) {
        this(folder, RateLimits.NONE);
    }

    /** Whose callers may not ask for as much as they like. */
    RunningRegistry(Path folder, RateLimits limits) {
        this(folder, TestDatabase.fresh(), limits);
    }

    /** On a database that another run has used or will use. */
    RunningRegistry(Path folder, Database database) {
        this(folder, database, RateLimits.NONE);
    }

    private RunningRegistry(Path folder, Database database, RateLimits limits) {
        this.database = database;
        keys = new Keys(database, new byte[32], InstantSource.system());
        aliceKey = TestAccounts.developer(database, keys, "alice");
        bobbyKey = TestAccounts.developer(database, keys, "bobby");
        images = Images.in(folder);
        changes = new ImageChanges(database.jdbi(), images, image -> Optional.ofNullable(needed.get(image)));
        var nodes = new NodeCredentials(List.of(new NodeCredential("one", NODE_TOKEN)));
        NodePulls ran = (_, repository) -> RUN_BY_THE_NODE.contains(repository);
        tokens = new RegistryTokens(SigningKey.ephemeral(), "chutes", keys::holder, ran, clock);
        var gate = new Gate(keys::authenticate, nodes::sending, tokens::caller, limits);
        server = ApiServer.start(
                "127.0.0.1",
                0,
                TestApi.of(
                        gate,
                        new TokenRoutes(tokens),
                        new ImageRegistry(images, changes, tokens, ran),
                        new ImageRoutes(images, changes)));
    }

    void takeAlicesRole() {
        database.jdbi()
                .useHandle(handle -> handle.execute(
                        "delete from account_role where account_id = (select id from account where name = 'alice')"));
        keys.forget(alicesId());
    }

    private long alicesId() {
        return database.jdbi().withHandle(handle -> handle.createQuery("select id from account where name = 'alice'")
                .mapTo(Long.class)
                .one());
    }

    void revokeAlicesKey() {
        database.jdbi()
                .useHandle(
                        handle -> handle.execute(
                                "update api_key set revoked_at = now() where account_id = (select id from account where name = 'alice')"));
    }

    /** From now on something needs an image. */
    void need(String image, String user) {
        needed.put(image, user);
    }

    ImageChanges changes() {
        return changes;
    }

    Database database() {
        return database;
    }

    Images images() {
        return images;
    }

    int port() {
        return server.port();
    }

    String aliceKey() {
        return aliceKey;
    }

    String alice() {
        return basic(aliceKey);
    }

    String bobby() {
        return basic(bobbyKey);
    }

    static String basic(String key) {
        return "Basic " + Base64.getEncoder().encodeToString(("chutes:" + key).getBytes(StandardCharsets.US_ASCII));
    }

    HttpResponse<byte[]> get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers) {
        return send(method, path, BodyPublishers.ofByteArray(body), headers);
    }

    /** As alice, unless the headers say otherwise. */
    HttpResponse<byte[]> send(String method, String path, BodyPublisher body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .method(method, body)
                .setHeader("Authorization", alice());
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted at " + method + " " + path, e);
        }
    }

    /** Pushes a blob at once. */
    Digest push(String repository, byte[] content) {
        Digest digest = Digest.of(content);
        var answer = send("POST", "/v2/" + repository + "/blobs/uploads/?digest=" + digest, content);
        if (answer.statusCode() != 201) {
            throw new IllegalStateException("The push was answered " + answer.statusCode());
        }
        return digest;
    }

    @Override
    public void close() {
        server.close();
        client.close();
        database.close();
    }
}
