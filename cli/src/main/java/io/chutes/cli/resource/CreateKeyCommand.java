package io.chutes.cli.resource;

import io.chutes.cli.console.Output;
import io.chutes.cli.money.Amounts;
import io.chutes.cli.profile.Session;
import io.chutes.platform.api.CreatedKey;
import io.chutes.platform.api.KeySettings;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.Scope;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chutes keys create}. */
@Command(
        name = "create",
        description = "Make an API key and print it, this once.",
        footer = {
            "",
            "Example: chutes keys create ci --scope chutes:hello:invoke --expires 2027-01-01T00:00:00Z --spend-cap 5"
        })
final class CreateKeyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "LABEL", description = "What it is for, 1 to 64 characters.")
    String label;

    @ArgGroup(multiplicity = "1")
    Allowed allowed = new Allowed();

    @Option(names = "--expires", paramLabel = "TIME", description = "When it stops working (default: never).")
    @Nullable Instant expires;

    @Option(
            names = "--spend-cap",
            paramLabel = "USD",
            converter = Amounts.class,
            description = "The most that calls with it may ever cost.")
    @Nullable Money spendCap;

    @Mixin
    Session session;

    @Mixin
    Output output;

    /** One or the other. */
    static final class Allowed {
        @Option(names = "--admin", description = "Allow everything within the account.")
        boolean admin;

        @Option(
                names = "--scope",
                paramLabel = "RESOURCE:ID:ACTION",
                converter = Scopes.class,
                description =
                        "Allow this and nothing else, may be repeated. RESOURCE is account, keys, money, images, chutes, secrets, nodes or events, ID a name or *, ACTION read, write, invoke or delete.")
        List<Scope> scopes = List.of();
    }

    @Override
    public Integer call() {
        CreatedKey created =
                session.client().createKey(new KeySettings(label, allowed.admin, allowed.scopes, expires, spendCap));
        output.print(created, created.key());
        return 0;
    }
}
