package io.chutes.cli.release;

import io.chutes.cli.console.Output;
import io.chutes.cli.profile.Session;
import io.chutes.platform.api.DeploymentPlan;
import io.chutes.platform.api.NewVersion;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code chutes plan}. */
@Command(
        name = "plan",
        description =
                "Build and push a project's image, and say what deploying it would change, break and cost; deploys nothing.",
        footer = {"", "Example: chutes plan samples/hello"})
public final class PlanCommand implements Callable<Integer> {
    @Mixin
    Candidate candidate;

    @Mixin
    Session session;

    @Mixin
    Output output;

    @Override
    public Integer call() throws InterruptedException {
        DeploymentPlan plan = session.client().plan(new NewVersion(candidate.image(session)));
        output.print(plan, PlanText.lines(plan));
        return 0;
    }
}
