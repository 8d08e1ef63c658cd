package io.chutes.cli.release;

import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.console.Output;
import io.chutes.cli.profile.Session;
import io.chutes.platform.api.Canary;
import io.chutes.platform.api.NewRollout;
import io.chutes.platform.api.Rollout;
import io.chutes.platform.client.PlatformClient;
import io.chutes.platform.client.Tagged;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chutes promote}. */
@Command(
        name = "promote",
        description = "Give all calls to the version that is tried out.",
        footer = {"", "Example: chutes promote hello"})
public final class PromoteCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CHUTE", description = "The chute's name.")
    String chute;

    @Option(names = "--to", paramLabel = "VERSION", description = "Another version, whether it is tried out or not.")
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
                .rollOut(chute, new NewRollout(wanted(current.value()), null, null, allowBreaking));
        output.print(done, "%s: version %d gets all calls", chute, done.version());
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
                            .formatted(chute, current.version()));
        }
        return canary.version();
    }
}
