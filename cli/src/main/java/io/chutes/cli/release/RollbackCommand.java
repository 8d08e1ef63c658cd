package io.chutes.cli.release;

import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.console.Output;
import io.chutes.cli.profile.Session;
import io.chutes.platform.api.NewRollout;
import io.chutes.platform.api.Page;
import io.chutes.platform.api.Rollout;
import io.chutes.platform.client.PlatformClient;
import io.chutes.platform.client.Tagged;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chutes rollback}. */
@Command(
        name = "rollback",
        description =
                "End the trial of a version if one is tried out; else let the version serve that did before this one.",
        footer = {"", "Example: chutes rollback hello --to 3"})
public final class RollbackCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CHUTE", description = "The chute's name.")
    String chute;

    @Option(names = "--to", paramLabel = "VERSION", description = "The version to go back to.")
    @Nullable Integer version;

    @Option(names = "--allow-breaking", description = "Although callers of the version that serves can be hurt.")
    boolean allowBreaking;

    @Mixin
    Session session;

    @Mixin
    Output output;

    @Override
    public Integer call() {
        PlatformClient client = session.client();
        Tagged<Rollout> current = client.tagged(it -> it.rollout(chute));
        Rollout done = client.ifMatch(current.tag())
                .rollOut(chute, new NewRollout(wanted(client, current.value()), null, null, allowBreaking));
        output.print(done, "%s: version %d gets all calls", chute, done.version());
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
                                "No version of %s has served before version %d".formatted(chute, current.version())));
    }

    private Optional<Integer> before(PlatformClient client, Rollout current) {
        @Nullable String cursor = null;
        do {
            Page<Rollout> page = client.rollouts(chute, cursor);
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
