package io.chutes.platform.server.image;

import io.chutes.platform.server.key.Keys;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.web.ApiServer;
import io.chutes.platform.server.web.Gate;
import io.chutes.platform.server.web.TestApi;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A registry in a process of its own, to be killed: its folder and its database are its arguments, its port is its first line. */
public final class RegistryProgram {
    private RegistryProgram() {}

    public static void main(String[] args) throws InterruptedException {
        Database database = Database.open(args[1], "postgres", "postgres");
        var keys = new Keys(database, new byte[32], InstantSource.system());
        var tokens = new RegistryTokens(
                SigningKey.ephemeral(), "chutes", keys::holder, (_, _) -> false, InstantSource.system());
        var gate = new Gate(keys::authenticate, _ -> Optional.empty());
        Images images = Images.in(Path.of(args[0]));
        var changes = new ImageChanges(database.jdbi(), images, _ -> Optional.empty());
        var registry = new ImageRegistry(images, changes, tokens, (_, _) -> false);
        ApiServer server = ApiServer.start("127.0.0.1", 0, TestApi.of(gate, registry));
        System.out.println(server.port());
        new CountDownLatch(1).await();
    }
}
