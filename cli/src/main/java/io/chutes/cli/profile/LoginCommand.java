package io.chutes.cli.profile;

import io.chutes.cli.console.Output;
import io.chutes.cli.console.SecretInput;
import io.chutes.cli.console.Surroundings;
import io.chutes.platform.api.Account;
import io.chutes.platform.client.PlatformClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chutes login}. */
@Command(
        name = "login",
        description =
                "Keep an API key for the commands to come, once the platform has said whose it is. The key is asked for on a terminal, and read from standard input elsewhere.",
        footer = {"", "Example: chutes login --url https://chutes.example --key-file key.txt"})
public final class LoginCommand implements Callable<Integer> {
    @Mixin
    ProfileTarget target;

    @Mixin
    Output output;

    @Option(names = "--key-file", paramLabel = "FILE", description = "Read the key from this file.")
    @Nullable Path keyFile;

    private final Surroundings surroundings;

    LoginCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        URI url = target.url();
        String key = KeyForm.require(
                new SecretInput(surroundings).read("The API key", keyFile),
                keyFile == null ? "The input" : keyFile.toString());
        Account account = new PlatformClient(url, key).me();
        target.requireRoomFor(account.name());
        target.keep(new Profile(url, account.name(), key));
        output.print(account, "Logged in at %s as %s; profile '%s'", url, account.name(), target.name());
        return 0;
    }
}
