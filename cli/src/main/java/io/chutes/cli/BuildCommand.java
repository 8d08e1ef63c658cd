package io.chutes.cli;

import io.chutes.cli.image.BuiltImage;
import io.chutes.cli.image.ImageBuilder;
import io.chutes.cli.image.ImageTarget;
import io.chutes.cli.image.RegistryAccount;
import io.chutes.cli.project.ChuteProject;
import io.chutes.cli.project.ProjectOptions;
import io.chutes.platform.weights.Hub;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

    @Spec
    CommandSpec spec;

    /** One or the other. */
    static final class Target {
        @Option(
                names = "--tar",
                paramLabel = "FILE",
                description = "Write the image to this file (default: target/NAME.tar in DIR).")
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
        @Nullable ImageTarget registry = target == null || target.push == null ? null : registry(target.push);
        ChuteProject read = project.read();
        var builder = new ImageBuilder(ImageBuilder.defaultCache(), project::tell).withHub(Hub.of(System.getenv()));
        BuiltImage built = (noTraining ? builder.withoutTraining() : builder)
                .build(read, registry == null ? tarFile(read.manifest().name()) : registry);
        spec.commandLine().getOut().println(built.digest());
        return 0;
    }

    private ImageTarget tarFile(String chute) {
        Path tar = target == null || target.tar == null
                ? project.folder().resolve("target").resolve(chute + ".tar")
                : target.tar;
        return new ImageTarget.TarFile(tar, chute);
    }

    private static ImageTarget registry(Push push) {
        RegistryAccount account = RegistryPassword.of("--push", push.username);
        return new ImageTarget.Registry(push.reference, account.username(), account.password());
    }
}
