package io.chutes.cli.money;

import io.chutes.cli.console.Output;
import io.chutes.cli.profile.Session;
import io.chutes.platform.api.Account;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code chutes developer}. */
@Command(
        name = "developer",
        description = "Leave the deposit of a developer in escrow; from then on the account may push and deploy.",
        footer = {"", "Example: chutes developer"})
public final class DeveloperCommand implements Callable<Integer> {
    @Mixin
    Session session;

    @Mixin
    Output output;

    @Override
    public Integer call() {
        Account account = session.client().becomeDeveloper();
        output.print(account, "%s may push and deploy", account.name());
        return 0;
    }
}
