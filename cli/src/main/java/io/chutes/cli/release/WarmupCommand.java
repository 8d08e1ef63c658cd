package io.chutes.cli.release;

import io.chutes.cli.console.Output;
import io.chutes.cli.profile.Session;
import io.chutes.platform.api.ChuteState;
import io.chutes.platform.client.PlatformClient;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chutes warmup}. */
@Command(
        name = "warmup",
        description =
                "Start an instance of a chute if there is none, before somebody calls; it stays for idleShutdown.",
        footer = {"", "Example: chutes warmup hello --wait"})
public final class WarmupCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CHUTE", description = "The chute's name.")
    String chute;

    @Mixin
    WaitOptions waiting;

    @Mixin
    Session session;

    @Mixin
    Output output;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        waiting.require(spec);
        PlatformClient client = session.client();
        Set<String> past = ReadyWatch.ended(client.chute(chute).instances());
        ChuteState state = client.warmUp(chute);
        waiting.await(client, output, chute, state.version(), past);
        output.print(client.chute(chute), "%s is warm, or becomes so", chute);
        return 0;
    }
}
