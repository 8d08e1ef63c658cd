package io.chutes.cli.embedded;

import io.chutes.platform.node.NodeAgent;
import io.chutes.platform.node.NodeConfig;
import io.chutes.platform.node.NodeException;
import io.chutes.platform.server.AccessConfig;
import io.chutes.platform.server.PlatformConfig;
import io.chutes.platform.server.PlatformException;
import io.chutes.platform.server.PlatformServer;
import io.chutes.platform.server.billing.BillingConfig;
import io.chutes.platform.server.fleet.NodeCredential;
import io.chutes.platform.server.image.RegistryConfig;
import io.chutes.platform.server.secret.MasterKeys;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Control plane, one node and a database on this machine; closing it ends every process it started. */
public final class EmbeddedPlatform implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final String NODE = "laptop";

    private final URI address;
    private final ProcessHandle database;
    private final Parts parts;

    private EmbeddedPlatform(URI address, ProcessHandle database, Parts parts) {
        this.address = address;
        this.database = database;
        this.parts = parts;
    }

    /** Starts everything, or nothing: a part that cannot start ends those before it, and so does the end of this process. */
    public static EmbeddedPlatform start(EmbeddedConfig config) {
        var parts = new Parts();
        try {
            DataFolder data = parts.open(() -> DataFolder.open(config.data()));
            EmbeddedDatabase database =
                    parts.open(() -> EmbeddedDatabase.start(data.resolve("postgres"), EmbeddedConfig.usersPostgres()));
            String nodeToken = newToken();
            PlatformServer server =
                    parts.open(() -> PlatformServer.start(platformConfig(config, data, database, nodeToken)));
            URI address = URI.create("http://" + HOST + ":" + server.port());
            var node = new NodeConfig(
                            address, nodeToken, data.resolve("node"), config.capacity(), config.usageInterval())
                    .withWeights(config.weights())
                    .withEngine(config.engine());
            NodeAgent _ = parts.open(() -> NodeAgent.start(node));
            return new EmbeddedPlatform(address, database.server(), parts);
        } catch (PlatformException | NodeException e) {
            var failed = new EmbeddedPlatformException(String.valueOf(e.getMessage()), e);
            parts.close(failed);
            throw failed;
        } catch (RuntimeException e) {
            parts.close(e);
            throw e;
        }
    }

    private static PlatformConfig platformConfig(
            EmbeddedConfig config, DataFolder data, EmbeddedDatabase database, String nodeToken) {
        return new PlatformConfig(
                database.jdbcUrl(),
                database.user(),
                "",
                HOST,
                config.port(),
                data.pepper(),
                MasterKeys.read(data.masterKeys()),
                new RegistryConfig.BuiltIn(data.resolve("registry")),
                List.of(new NodeCredential(NODE, nodeToken)),
                true,
                BillingConfig.NONE,
                AccessConfig.EMBEDDED);
    }

    /** Where the API, the gateway and the registry answer. */
    public URI address() {
        return address;
    }

    /** Completes with a sentence if a part that everything needs ends by itself; never if the platform is closed. */
    public CompletableFuture<String> failure() {
        var failure = new CompletableFuture<String>();
        var _ = database.onExit().thenAccept(ended -> {
            if (!parts.isClosing()) {
                failure.complete("PostgreSQL (process " + ended.pid() + ") ended");
            }
        });
        return failure;
    }

    @Override
    public void close() {
        RuntimeException failed = new EmbeddedPlatformException("The platform did not end cleanly");
        parts.close(failed);
        if (failed.getSuppressed().length > 0) {
            throw failed;
        }
    }

    private static String newToken() {
        byte[] token = new byte[32];
        new SecureRandom().nextBytes(token);
        return HexFormat.of().formatHex(token);
    }
}
