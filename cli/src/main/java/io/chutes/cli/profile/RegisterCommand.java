package io.chutes.cli.profile;

import io.chutes.cli.console.Output;
import io.chutes.platform.api.Account;
import io.chutes.platform.api.RegisteredAccount;
import io.chutes.platform.api.Registration;
import io.chutes.platform.client.PlatformClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code chutes register}. */
@Command(
        name = "register",
        description = "Open an account, and keep its key for the commands to come.",
        footer = {"", "Example: chutes register alice && chutes faucet 10 && chutes developer"})
public final class RegisterCommand implements Callable<Integer> {
    @Mixin
    ProfileTarget target;

    @Mixin
    Output output;

    @Parameters(
            paramLabel = "NAME",
            description = "Its name: 3 to 32 lower-case letters, digits and single hyphens, a letter first.")
    String name;

    @Override
    public Integer call() {
        target.profiles().requireWritable(); // the key is shown once
        target.requireRoomFor(null);
        RegisteredAccount registered = new PlatformClient(target.url(), null).register(new Registration(name));
        target.keep(new Profile(target.url(), registered.name(), registered.key()));
        Account account = new PlatformClient(target.url(), registered.key()).me();
        output.print(account, "Registered %s at %s; profile '%s'", account.name(), target.url(), target.name());
        return 0;
    }
}
