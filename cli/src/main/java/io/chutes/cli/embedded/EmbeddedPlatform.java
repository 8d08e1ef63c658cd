package io.chutes.cli.embedded;

import io.chutes.platform.node.NodeAgent;
import io.chutes.platform.node.NodeConfig;
import io.chutes.platform.node.NodeException;
import io.chutes.platform.server.PlatformConfig;
import io.chutes.platform.server.PlatformException;
import io.chutes.platform.server.PlatformServer;
import io.chutes.platform.server.fleet.NodeCredential;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Control plane, one node and a database on this machine; closing it ends every process it started. */
public final class EmbeddedPlatform implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final String NODE = "laptop";

    private final URI address;
    private final ProcessHandle database;
    private final Deque<AutoCloseable> parts;

    private EmbeddedPlatform(URI address, ProcessHandle database, Deque<AutoCloseable> parts) {
        this.address = address;
        this.database = database;
        this.parts = parts;
    }

    /** Starts everything, or nothing: a part that cannot start ends those before it. */
    public static EmbeddedPlatform start(EmbeddedConfig config) {
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        try {
            DataFolder data = opened(parts, DataFolder.open(config.data()));
            EmbeddedDatabase database =
                    opened(parts, EmbeddedDatabase.start(data.resolve("postgres"), data.resolve("postgres-binaries")));
            String nodeToken = newToken();
            PlatformServer server = opened(
                    parts,
                    PlatformServer.start(new PlatformConfig(
                            database.jdbcUrl(),
                            database.user(),
                            "",
                            HOST,
                            config.port(),
                            data.pepper(),
                            data.resolve("registry"),
                            List.of(new NodeCredential(NODE, nodeToken)),
                            true)));
            URI address = URI.create("http://" + HOST + ":" + server.port());
            opened(
                    parts,
                    NodeAgent.start(new NodeConfig(
                            address, nodeToken, data.resolve("node"), config.capacity(), config.usageInterval())));
            return new EmbeddedPlatform(address, database.server(), parts);
        } catch (PlatformException | NodeException e) {
            var failed = new EmbeddedPlatformException(String.valueOf(e.getMessage()), e);
            closeAll(parts, failed);
            throw failed;
        } catch (RuntimeException e) {
            closeAll(parts, e);
            throw e;
        }
    }

    /** Where the API, the gateway and the registry answer. */
    public URI address() {
        return address;
    }

    /** Completes with a sentence if a part that everything needs ends by itself. */
    public CompletableFuture<String> failure() {
        return database.onExit().thenApply(ended -> "PostgreSQL (process " + ended.pid() + ") ended");
    }

    @Override
    public void close() {
        RuntimeException failed = new EmbeddedPlatformException("The platform did not end cleanly");
        closeAll(parts, failed);
        if (failed.getSuppressed().length > 0) {
            throw failed;
        }
    }

    private static <T extends AutoCloseable> T opened(Deque<AutoCloseable> parts, T part) {
        parts.push(part);
        return part;
    }

    /** Last started, first closed; a part that fails to close does not keep the others open. */
    private static void closeAll(Deque<AutoCloseable> parts, RuntimeException collected) {
        synchronized (parts) {
            while (!parts.isEmpty()) {
                try {
                    parts.pop().close();
                } catch (Exception e) {
                    collected.addSuppressed(e);
                }
            }
        }
    }

    private static String newToken() {
        byte[] token = new byte[32];
        new SecureRandom().nextBytes(token);
        return HexFormat.of().formatHex(token);
    }
}
