package io.chutes.cli.release;

import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.platform.api.Page;
import io.chutes.platform.api.Rollout;
import io.chutes.platform.client.PlatformClient;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chutes rollback}. */
@Command(
        name = "rollback",
        description =
                "End the trial of a version if one is tried out; else let the version serve that did before this one.",
        footer = {"", "Example: chutes rollback hello --to 3"})
public final class RollbackCommand implements Callable<Integer> {
    @Mixin
    Redirection redirection;

    @Option(names = "--to", paramLabel = "VERSION", description = "The version to go back to.")
    @Nullable Integer version;

    @Override
    public Integer call() {
        redirection.to(this::wanted);
        return 0;
    }

    private int wanted(PlatformClient client, Rollout current) {
        if (version != null) {
            return version;
        }
        return current.canary() != null
                ? current.version()
                : before(client, current)
                        .orElseThrow(() -> new CommandException(
                                ExitStatus.CONFLICT,
                                "No version of %s has served before version %d"
                                        .formatted(redirection.chute, current.version())));
    }

    private Optional<Integer> before(PlatformClient client, Rollout current) {
        @Nullable String cursor = null;
        do {
            Page<Rollout> page = client.rollouts(redirection.chute, cursor);
            for (Rollout rollout : page.items()) {
                if (rollout.version() != current.version()) {
                    return Optional.of(rollout.version());
                }
            }
            cursor = page.next();
        } while (cursor != null);
        return Optional.empty();
    }
}
