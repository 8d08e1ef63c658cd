package io.chutes.cli.release;

import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.profile.Session;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is to be deployed: a project, or an image that was pushed. */
final class Candidate {
    @Mixin
    ImageOptions options;

    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            description = "An image that was pushed, ACCOUNT/REPOSITORY@sha256:..., in place of a project.")
    @Nullable String image;

    String image(Session session) throws InterruptedException {
        if (image == null) {
            return options.push(session).image();
        }
        if (!options.project.folder().equals(Path.of("."))
                || options.project.chute() != null
                || options.project.isRebuilt()
                || options.noTraining) {
            throw new CommandException(
                    ExitStatus.USAGE,
                    "--image takes the place of a project: leave out either it or DIR, --chute, --rebuild and --no-training");
        }
        return image;
    }
}
