package io.chutes.cli;

import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.console.Output;
import io.chutes.cli.console.Surroundings;
import io.chutes.cli.image.BuiltImage;
import io.chutes.cli.image.ImageBuilder;
import io.chutes.cli.image.ImageTarget;
import io.chutes.cli.image.RegistryAccount;
import io.chutes.cli.project.ChuteProject;
import io.chutes.cli.project.ProjectOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chutes build}: a project's chute as an image, in a tar file or a registry. */
@Command(
        name = "build",
        description = "Compile a project and build the image of its chute; prints the digest.",
        footer = {"", "Example: chutes build samples/hello --tar hello.tar"})
final class BuildCommand implements Callable<Integer> {
    @Mixin
    ProjectOptions project;

    @Option(
            names = "--no-training",
            description = "Do not start the chute to train the AOT cache of its image, which then starts slowly.")
    boolean noTraining;

    @ArgGroup
    @Nullable Target target;

    @Mixin
    Output output;

    private final Surroundings surroundings;

    BuildCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** One or the other. */
    static final class Target {
        @Option(
                names = "--tar",
                paramLabel = "FILE",
                description =
                        "Write the image to this file (default: target/NAME.tar in DIR, with Gradle build/NAME.tar).")
        @Nullable Path tar;

        @ArgGroup(exclusive = false)
        @Nullable Push push;
    }

    /** A registry and who pushes to it. */
    static final class Push {
        @Option(
                names = "--push",
                required = true,
                paramLabel = "REFERENCE",
                description = "Push the image to this registry/repository:tag instead.")
        String reference;

        @Option(
                names = "--username",
                required = true,
                description = "Account at the registry; the password is read from " + RegistryPassword.VARIABLE + ".")
        String username;
    }

    @Override
    public Integer call() throws InterruptedException {
        checkTar();
        @Nullable ImageTarget registry = target == null || target.push == null ? null : registry(target.push);
        ChuteProject read = project.read();
        var builder = ImageBuilder.of(surroundings);
        BuiltImage built = (noTraining ? builder.withoutTraining() : builder)
                .build(read, registry == null ? tarFile(read) : registry);
        output.print(built, "%s", built.digest());
        return 0;
    }

    /** What is written is read again, and put in its place as a whole, which no pipe is. */
    private void checkTar() {
        if (target != null && target.tar != null && Files.exists(target.tar) && !Files.isRegularFile(target.tar)) {
            throw new CommandException(
                    ExitStatus.USAGE,
                    "--tar writes a file, and %s is none: name a file, and pass that on".formatted(target.tar));
        }
    }

    private ImageTarget tarFile(ChuteProject read) {
        String chute = read.manifest().name();
        Path tar = target == null || target.tar == null
                ? project.folder().resolve(read.output()).resolve(chute + ".tar")
                : target.tar;
        return new ImageTarget.TarFile(tar, chute);
    }

    private ImageTarget registry(Push push) {
        RegistryAccount account = RegistryPassword.of(surroundings, "--push", push.username);
        return new ImageTarget.Registry(push.reference, account.username(), account.password());
    }
}
