package io.chutes.cli.money;

import io.chutes.cli.console.Column;
import io.chutes.cli.console.Output;
import io.chutes.cli.profile.Session;
import io.chutes.platform.api.Balance;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code chutes balance}. */
@Command(
        name = "balance",
        description = "What the account can spend, USD.",
        footer = {"", "Example: chutes balance --json"})
public final class BalanceCommand implements Callable<Integer> {
    private static final List<Column<Balance>> COLUMNS =
            List.of(new Column<>("account", Balance::account), new Column<>("available", Balance::available));

    @Mixin
    Session session;

    @Mixin
    Output output;

    @Override
    public Integer call() {
        output.item(session.client().balance(), COLUMNS);
        return 0;
    }
}
