package io.chutes.benchmark;

import io.chutes.platform.api.FaucetDeposit;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.Registration;
import io.chutes.platform.client.PlatformClient;
import io.chutes.platform.manifest.ManifestJson;
import io.chutes.platform.server.AccessConfig;
import io.chutes.platform.server.PlatformConfig;
import io.chutes.platform.server.PlatformServer;
import io.chutes.platform.server.billing.BillingConfig;
import io.chutes.platform.server.image.RegistryConfig;
import io.chutes.platform.server.secret.MasterKeys;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/**
 * A control plane with one chute, whose instance somebody else runs: it is written into the database as ready, on a node that is heard of
 * for ever. Takes the chute's name, the concurrency that it is to have and the instance's port, and leaves a file with the owner's key.
 */
public final class GatewayPlatform {
    static final String KEY = "key";
    static final String ACCOUNT = "bench";

    private GatewayPlatform() {}

    /** Serves until the process is ended. */
    public static void main(String[] arguments) throws IOException, SQLException, InterruptedException {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setDataDirectory(Path.of("postgres").toAbsolutePath())
                .start();
        int port = Integer.parseInt(System.getenv("CHUTES_PORT"));
        var config = new PlatformConfig(
                postgres.getJdbcUrl("postgres", "postgres"),
                "postgres",
                "",
                "127.0.0.1",
                port,
                "p".repeat(32),
                MasterKeys.none(),
                new RegistryConfig.BuiltIn(Path.of("registry").toAbsolutePath()),
                List.of(),
                true,
                BillingConfig.NONE,
                AccessConfig.EMBEDDED);
        PlatformServer.start(config);
        URI address = URI.create("http://127.0.0.1:" + port);
        String key = new PlatformClient(address, null)
                .register(new Registration(ACCOUNT))
                .key();
        new PlatformClient(address, key).faucet(new FaucetDeposit("first", Money.of("100")));
        serve(postgres, arguments[0], Integer.parseInt(arguments[1]), arguments[2]);
        Path ready = Files.writeString(Path.of("key.part"), key);
        Files.move(ready, Path.of(KEY));
        new CountDownLatch(1).await();
    }

    private static void serve(EmbeddedPostgres postgres, String chute, int concurrency, String port)
            throws IOException, SQLException {
        String manifest;
        try (var stored = Objects.requireNonNull(
                GatewayPlatform.class.getResourceAsStream("/META-INF/chutes/" + chute + ".json"))) {
            manifest = new String(stored.readAllBytes(), StandardCharsets.UTF_8);
        }
        String wide = manifest.replaceFirst("\"concurrency\"\\s*:\\s*\\d+", "\"concurrency\": " + concurrency);
        ManifestJson.read(wide);
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.prepareStatement("""
                        with owner as (select id from account where name = ?),
                            chute as (
                                insert into chute (account_id, name, newest_version, rollout, created_at)
                                select id, ?, 1, 1, now() from owner returning id),
                            version as (
                                insert into chute_version (chute_id, version, image, manifest, created_at)
                                select id, 1, 'bench/image@sha256:0', ?, now() from chute returning chute_id),
                            rollout as (
                                insert into chute_rollout (chute_id, number, version, cause, created_at)
                                select chute_id, 1, 1, 'DEPLOYED', now() from version),
                            host as (
                                insert into node (name, engine, cores, memory_gb, gpus, heard_at)
                                values ('bench', 'process', 1, 1, '{}', '2100-01-01') returning name)
                        insert into instance (id, chute_id, version, status, reason, token, node, address, created_at,
                            placed_at, ready_at)
                        select 'i-bench', chute_id, 1, 'READY', 'runs', 'token', host.name, ?, now(), now(), now()
                        from version, host""")) {
            statement.setString(1, ACCOUNT);
            statement.setString(2, chute);
            statement.setString(3, wide);
            statement.setString(4, "http://127.0.0.1:" + port);
            statement.executeUpdate();
        }
    }
}
