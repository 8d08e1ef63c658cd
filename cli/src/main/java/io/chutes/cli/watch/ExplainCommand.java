package io.chutes.cli.watch;

import io.chutes.cli.console.Output;
import io.chutes.cli.profile.Session;
import io.chutes.platform.api.ChuteState;
import io.chutes.platform.client.PlatformClient;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chutes explain}. */
@Command(
        name = "explain",
        description = "Why a chute is not ready, why it has as many instances as it has, and what has changed.",
        footer = {"", "Example: chutes explain hello"})
public final class ExplainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CHUTE", description = "The chute's name.")
    String chute;

    @Option(
            names = "--last",
            paramLabel = "NUMBER",
            defaultValue = "5",
            description = "How many decisions and changes to show (default ${DEFAULT-VALUE}).")
    int last;

    @Mixin
    Session session;

    @Mixin
    Output output;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        if (last < 0) {
            throw new ParameterException(spec.commandLine(), "--last must be 0 or more, got " + last);
        }
        PlatformClient client = session.client();
        ChuteState state = client.chute(chute);
        var explanation = new Explanation(
                state,
                newest(client.scalingDecisions(chute, null).items()),
                newest(client.events(null, chute, null).items()));
        output.print(explanation, explanation.lines());
        return 0;
    }

    private <T> List<T> newest(List<T> items) {
        return items.subList(0, Math.min(last, items.size()));
    }
}
