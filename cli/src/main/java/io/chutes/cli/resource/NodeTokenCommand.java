package io.chutes.cli.resource;

import io.chutes.cli.console.Output;
import io.chutes.cli.profile.Session;
import io.chutes.platform.fleet.NewNodeToken;
import io.chutes.platform.fleet.NodeToken;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chutes nodes token}. */
@Command(
        name = "token",
        description =
                "Make a token by which one node may join, and print it, this once; for providers and administrators.",
        footer = {"", "Example: chutes nodes token --provider bob"})
final class NodeTokenCommand implements Callable<Integer> {
    @Option(
            names = "--provider",
            paramLabel = "ACCOUNT",
            description =
                    "Who lends the node and earns by it (default: this account; the platform itself if that is an administrator).")
    @Nullable String provider;

    @Option(names = "--expires", paramLabel = "TIME", description = "Until when it may join (default: an hour).")
    @Nullable Instant expires;

    @Mixin
    Session session;

    @Mixin
    Output output;

    @Override
    public Integer call() {
        NodeToken made = session.client().createNodeToken(new NewNodeToken(provider, expires));
        output.print(made, made.token());
        return 0;
    }
}
