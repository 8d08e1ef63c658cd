package io.chutes.cli.release;

import io.chutes.cli.console.Output;
import io.chutes.cli.console.ScalingText;
import io.chutes.cli.profile.Session;
import io.chutes.platform.api.ChuteScaling;
import io.chutes.platform.api.InstanceBounds;
import io.chutes.platform.client.PlatformClient;
import io.chutes.platform.client.Tagged;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chutes scale}. */
@Command(
        name = "scale",
        description =
                "Set how few and how many instances a chute has, without a new version; shows it if nothing is set. It stays over new versions.",
        footer = {"", "Example: chutes scale hello --min 1 --max 4"})
public final class ScaleCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CHUTE", description = "The chute's name.")
    String chute;

    @Option(
            names = "--min",
            paramLabel = "NUMBER",
            description = "Keep so many ready, however little is called; they cost all the time.")
    @Nullable Integer min;

    @Option(names = "--max", paramLabel = "NUMBER", description = "Never have more.")
    @Nullable Integer max;

    @Option(names = "--reset", description = "Leave to the manifest again what --min and --max do not say.")
    boolean reset;

    @Mixin
    Session session;

    @Mixin
    Output output;

    @Override
    public Integer call() {
        PlatformClient client = session.client();
        Tagged<ChuteScaling> current = client.tagged(it -> it.scaling(chute));
        InstanceBounds before = current.value().set();
        var wanted = new InstanceBounds(
                min != null || reset ? min : before.minInstances(), max != null || reset ? max : before.maxInstances());
        ChuteScaling scaling = wanted.equals(before)
                ? current.value()
                : client.ifMatch(current.tag()).scale(chute, wanted);
        output.print(scaling, "%s has %s", chute, ScalingText.of(scaling));
        return 0;
    }
}
