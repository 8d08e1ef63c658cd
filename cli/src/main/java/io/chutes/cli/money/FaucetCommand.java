package io.chutes.cli.money;

import io.chutes.cli.console.Cell;
import io.chutes.cli.console.Output;
import io.chutes.cli.profile.Session;
import io.chutes.platform.api.Balance;
import io.chutes.platform.api.FaucetDeposit;
import io.chutes.platform.api.Money;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code chutes faucet}. */
@Command(
        name = "faucet",
        description = "Ask an embedded platform for play money; no other has any.",
        footer = {"", "Example: chutes faucet 10"})
public final class FaucetCommand implements Callable<Integer> {
    @Parameters(paramLabel = "AMOUNT", converter = Amounts.class, description = "How much, USD, at most 1000.")
    Money amount;

    @Mixin
    Session session;

    @Mixin
    Output output;

    @Override
    public Integer call() {
        Balance balance =
                session.client().faucet(new FaucetDeposit(UUID.randomUUID().toString(), amount));
        output.print(balance, "%s has %s USD", balance.account(), Cell.text(balance.available()));
        return 0;
    }
}
