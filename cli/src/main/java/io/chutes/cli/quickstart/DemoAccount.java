package io.chutes.cli.quickstart;

import io.chutes.platform.api.FaucetDeposit;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.Registration;
import io.chutes.platform.client.PlatformClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * The quickstart's account on an embedded platform.
 *
 * @param name its name
 * @param key its API key
 * @param keyFile where the key is kept, readable by its owner alone
 */
record DemoAccount(String name, String key, Path keyFile) {
    private static final String NAME = "demo";
    private static final Money LEAST = Money.of("1");
    private static final Money TOP_UP = Money.of("10");

    /** The account of an earlier run, or a new one; with at least one USD either way. */
    static DemoAccount open(URI platform, Path data) {
        try {
            Path keyFile = data.resolve("demo.key");
            String key = Files.exists(keyFile) ? Files.readString(keyFile).strip() : register(platform, keyFile);
            var account = new DemoAccount(NAME, key, keyFile);
            account.topUp(platform);
            return account;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not keep the demo account's key in " + data, e);
        }
    }

    private static String register(URI platform, Path keyFile) throws IOException {
        String key = new PlatformClient(platform, null)
                .register(new Registration(NAME))
                .key();
        Files.writeString(keyFile, key + "\n");
        if (keyFile.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));
        }
        return key;
    }

    private void topUp(URI platform) {
        var client = new PlatformClient(platform, key);
        if (client.balance().available().compareTo(LEAST) < 0) {
            client.faucet(new FaucetDeposit(UUID.randomUUID().toString(), TOP_UP));
        }
    }
}
