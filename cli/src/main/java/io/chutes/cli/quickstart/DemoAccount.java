package io.chutes.cli.quickstart;

import io.chutes.cli.console.OwnerOnly;
import io.chutes.platform.api.Balance;
import io.chutes.platform.api.FaucetDeposit;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.Problem;
import io.chutes.platform.api.RegisteredAccount;
import io.chutes.platform.api.Registration;
import io.chutes.platform.client.PlatformClient;
import io.chutes.platform.client.PlatformException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
    private static final int CONFLICT = 409;
    private static final Money LEAST = Money.of("2");
    private static final Money TOP_UP = Money.of("10");

    /** The account of an earlier run, or a new one; a developer with at least one USD either way. */
    static DemoAccount open(URI platform, Path data) {
        try {
            Path keyFile = data.resolve("demo.key");
            String key = Files.exists(keyFile) ? Files.readString(keyFile).strip() : register(platform, keyFile);
            var client = new PlatformClient(platform, key);
            Balance balance = client.balance();
            if (balance.available().compareTo(LEAST) < 0) {
                client.faucet(new FaucetDeposit(UUID.randomUUID().toString(), TOP_UP));
            }
            client.becomeDeveloper();
            return new DemoAccount(balance.account(), key, keyFile);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not keep the demo account's key in " + data, e);
        }
    }

    private static String register(URI platform, Path keyFile) throws IOException {
        String key = newAccount(new PlatformClient(platform, null)).key();
        Path fresh = OwnerOnly.file(keyFile.resolveSibling("demo.key.new"));
        Files.writeString(fresh, key + "\n");
        Files.move(fresh, keyFile, StandardCopyOption.ATOMIC_MOVE);
        return key;
    }

    /** An earlier run may have been killed between the account and the note of its key: then it gets another name. */
    private static RegisteredAccount newAccount(PlatformClient client) {
        try {
            return client.register(new Registration(NAME));
        } catch (PlatformException e) {
            if (e.problem()
                    .map(Problem::status)
                    .filter(status -> status == CONFLICT)
                    .isEmpty()) {
                throw e;
            }
            String suffix = UUID.randomUUID().toString().substring(0, 8);
            return client.register(new Registration(NAME + "-" + suffix));
        }
    }
}
