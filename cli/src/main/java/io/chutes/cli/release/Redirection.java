package io.chutes.cli.release;

import io.chutes.cli.console.Output;
import io.chutes.cli.profile.Session;
import io.chutes.platform.api.NewRollout;
import io.chutes.platform.api.Rollout;
import io.chutes.platform.client.PlatformClient;
import io.chutes.platform.client.Tagged;
import java.util.function.BiFunction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which of a chute's versions gets all its calls, changed from what it is seen to be. */
final class Redirection {
    @Parameters(paramLabel = "CHUTE", description = "The chute's name.")
    String chute;

    @Option(names = "--allow-breaking", description = "Although callers of the version that serves can be hurt.")
    boolean allowBreaking;

    @Mixin
    Session session;

    @Mixin
    Output output;

    /** Gives all calls to the version that follows from who gets them now. */
    void to(BiFunction<PlatformClient, Rollout, Integer> wanted) {
        PlatformClient client = session.client();
        Tagged<Rollout> current = client.tagged(it -> it.rollout(chute));
        int version = wanted.apply(client, current.value());
        Rollout done = client.ifMatch(current.tag()).rollOut(chute, new NewRollout(version, null, null, allowBreaking));
        output.print(done, "%s: version %d gets all calls", chute, done.version());
    }
}
