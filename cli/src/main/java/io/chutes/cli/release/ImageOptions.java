package io.chutes.cli.release;

import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.console.Surroundings;
import io.chutes.cli.image.ImageBuilder;
import io.chutes.cli.image.ImageTarget;
import io.chutes.cli.profile.Session;
import io.chutes.cli.project.ChuteProject;
import io.chutes.cli.project.ProjectOptions;
import io.chutes.platform.api.Role;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a project's image is made and pushed. */
final class ImageOptions {
    @Mixin
    ProjectOptions project;

    @Option(
            names = "--no-training",
            description = "Do not start the chute to train the AOT cache of its image, which then starts slowly.")
    boolean noTraining;

    private final Surroundings surroundings;

    ImageOptions(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Builds the project's image and pushes it to the platform's registry. */
    Pushed push(Session session) throws InterruptedException {
        requireDeveloper(session);
        String account = session.account();
        ChuteProject read = project.read();
        String repository = account + "/" + read.manifest().name();
        var registry =
                new ImageTarget.Registry(session.url().getAuthority() + "/" + repository, account, session.key());
        var any = ImageBuilder.of(surroundings);
        var builder = noTraining ? any.withoutTraining() : any;
        Optional<Pushed> unchanged = project.isRebuilt()
                ? Optional.empty()
                : builder.pushed(read, registry)
                        .map(digest -> new Pushed(repository + "@" + digest))
                        .filter(pushed -> session.client().hasImage(pushed.image()));
        if (unchanged.isPresent()) {
            project.progress().tell("Unchanged since its image was pushed to " + registry.reference());
            return unchanged.get();
        }
        return new Pushed(repository + "@" + builder.build(read, registry).digest());
    }

    // Asked before a minute of building, not after.
    private static void requireDeveloper(Session session) {
        if (!session.client().me().roles().contains(Role.DEVELOPER)) {
            throw new CommandException(
                    ExitStatus.REFUSED,
                    "%s may not push images yet: chutes developer asks for that, for a deposit"
                            .formatted(session.account()));
        }
    }
}
