package io.chutes.cli.release;

import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.platform.api.Canary;
import io.chutes.platform.api.Rollout;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chutes promote}. */
@Command(
        name = "promote",
        description = "Give all calls to the version that is tried out.",
        footer = {"", "Example: chutes promote hello"})
public final class PromoteCommand implements Callable<Integer> {
    @Mixin
    Redirection redirection;

    @Option(names = "--to", paramLabel = "VERSION", description = "Another version, whether it is tried out or not.")
    @Nullable Integer version;

    @Override
    public Integer call() {
        redirection.to((_, current) -> wanted(current));
        return 0;
    }

    private int wanted(Rollout current) {
        if (version != null) {
            return version;
        }
        Canary canary = current.canary();
        if (canary == null) {
            throw new CommandException(
                    ExitStatus.CONFLICT,
                    "No version of %s is tried out, and version %d gets all calls: name another with --to"
                            .formatted(redirection.chute, current.version()));
        }
        return canary.version();
    }
}
