package io.chutes.cli.release;

import io.chutes.cli.console.Output;
import io.chutes.cli.profile.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code chutes push}. */
@Command(
        name = "push",
        description = "Build a project's image and push it to the platform; prints what deploy --image takes.",
        footer = {"", "Example: chutes push samples/hello"})
public final class PushCommand implements Callable<Integer> {
    @Mixin
    ImageOptions image;

    @Mixin
    Session session;

    @Mixin
    Output output;

    @Override
    public Integer call() throws InterruptedException {
        Pushed pushed = image.push(session);
        output.print(pushed, "%s", pushed.image());
        return 0;
    }
}
