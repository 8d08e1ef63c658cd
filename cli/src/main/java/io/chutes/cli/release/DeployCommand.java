package io.chutes.cli.release;

import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.Confirmation;
import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.console.Output;
import io.chutes.cli.profile.Session;
import io.chutes.platform.api.ChuteState;
import io.chutes.platform.api.ChuteVersion;
import io.chutes.platform.api.Deployment;
import io.chutes.platform.api.DeploymentPlan;
import io.chutes.platform.api.NewRollout;
import io.chutes.platform.api.NewVersion;
import io.chutes.platform.api.Split;
import io.chutes.platform.client.PlatformClient;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code chutes deploy}. */
@Command(
        name = "deploy",
        description = "Build, push and plan a project's image, and let it serve once that is agreed to.",
        footer = {"", "Example: chutes deploy samples/hello --wait --yes"})
public final class DeployCommand implements Callable<Integer> {
    @Mixin
    Candidate candidate;

    @Mixin
    Session session;

    @Mixin
    Confirmation confirmation;

    @Mixin
    WaitOptions waiting;

    @Mixin
    Output output;

    @Spec
    CommandSpec spec;

    @Option(
            names = "--canary",
            paramLabel = "PERCENT",
            description = "Try it out with this part of the calls, 1 to 99, beside the version that serves.")
    @Nullable Integer percent;

    @Option(
            names = "--split",
            paramLabel = "calls|callers",
            defaultValue = "calls",
            description = "What --canary is a part of (default ${DEFAULT-VALUE}).")
    Split split;

    @Option(names = "--allow-breaking", description = "Deploy although callers of the version that serves can be hurt.")
    boolean allowBreaking;

    @Override
    public Integer call() throws InterruptedException {
        requireWhatCanBe();
        PlatformClient client = session.client();
        String image = candidate.image(session);
        DeploymentPlan plan = client.plan(new NewVersion(image));
        PlanText.lines(plan).forEach(output::tell);
        requireHarmless(plan);
        if (percent != null && plan.serving() == null) {
            throw new CommandException(
                    ExitStatus.CONFLICT,
                    "%s has no version that serves, so there is nothing to try this one out beside: leave out --canary"
                            .formatted(plan.chute()));
        }
        confirmation.require("Deploy " + image);
        Set<String> past = plan.serving() == null
                ? Set.of()
                : ReadyWatch.ended(client.chute(plan.chute()).instances());
        int version = percent == null ? serve(client, image) : tryOut(client, plan.chute(), image);
        waiting.await(client, output, plan.chute(), version, past);
        ChuteState deployed = client.chute(plan.chute());
        output.print(
                deployed,
                List.of("%s: %s; calls go to %s"
                        .formatted(plan.chute(), who(deployed), session.url().resolve(deployed.path()))));
        return 0;
    }

    // What can be refused at once is not refused after minutes of building.
    private void requireWhatCanBe() {
        ParseResult given = spec.commandLine().getParseResult();
        if (percent != null && (percent < 1 || percent > 99)) {
            throw new ParameterException(spec.commandLine(), "--canary must be 1 to 99, got " + percent);
        }
        if (percent == null && given.hasMatchedOption("--split")) {
            throw new ParameterException(spec.commandLine(), "--split says what --canary is a part of: give both");
        }
        waiting.require(spec);
        if (candidate.image == null) {
            confirmation.requireSomebody("Deploy");
        }
    }

    private void requireHarmless(DeploymentPlan plan) {
        if (!plan.breakingChanges().isEmpty() && !allowBreaking) {
            throw new CommandException(
                    ExitStatus.CONFLICT,
                    "Callers of version %d can be hurt by what is marked BREAKING above: keep what they rely on, or say --allow-breaking"
                            .formatted(plan.serving()));
        }
    }

    private int serve(PlatformClient client, String image) {
        ChuteState deployed = client.deploy(new Deployment(image, allowBreaking));
        if (waiting.wait) {
            client.warmUp(deployed.name()); // it may have served before, and sleep
        }
        return deployed.version();
    }

    private int tryOut(PlatformClient client, String chute, String image) {
        ChuteVersion version = client.createVersion(chute, new NewVersion(image));
        client.rollOut(chute, new NewRollout(version.version(), percent, split, allowBreaking));
        return version.version();
    }

    private static String who(ChuteState chute) {
        return chute.canary() == null
                ? "version %d serves".formatted(chute.version())
                : "version %d gets %d %% of the calls, version %d the rest"
                        .formatted(chute.canary().version(), chute.canary().percent(), chute.version());
    }
}
