package io.chutes.cli;

import io.chutes.cli.console.Interruption;
import io.chutes.cli.console.Output;
import io.chutes.cli.console.Surroundings;
import io.chutes.cli.image.ImageBuilder;
import io.chutes.cli.image.ImageSource;
import io.chutes.cli.image.ImageTarget;
import io.chutes.cli.image.StoredImage;
import io.chutes.cli.project.BuildException;
import io.chutes.cli.project.ChuteProject;
import io.chutes.cli.project.ProjectOptions;
import io.chutes.cli.verify.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chutes verify}: whether an image is what its project builds. */
@Command(
        name = "verify",
        description =
                "Build a project's image again and compare it with a given one: the same digest, or what differs.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:the same digest", "1:another digest, or a failure", "2:not understood"},
        footer = {"", "Example: chutes verify samples/hello --tar hello.tar"})
final class VerifyCommand implements Callable<Integer> {
    @Mixin
    ProjectOptions project;

    @ArgGroup(multiplicity = "1")
    Given given = new Given();

    @Mixin
    Output output;

    private final Surroundings surroundings;

    VerifyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** One or the other. */
    static final class Given {
        @Option(names = "--tar", paramLabel = "FILE", description = "The image in this file, as build --tar writes it.")
        @Nullable Path tar;

        @ArgGroup(exclusive = false)
        @Nullable Pull pull;
    }

    /** An image in a registry and who pulls it. */
    static final class Pull {
        @Option(
                names = "--image",
                required = true,
                paramLabel = "REFERENCE",
                description = "The image registry/repository@sha256:....")
        String reference;

        @Option(
                names = "--username",
                description = "Account at the registry; the password is read from " + RegistryPassword.VARIABLE + ".")
        @Nullable String username;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (var _ = Interruption.ofThisThread();
                StoredImage image = StoredImage.open(source())) {
            ChuteProject read = project.readAnew();
            Path file = Files.createTempFile("chutes-verify", ".tar");
            try {
                var builder = ImageBuilder.of(surroundings);
                (image.aotInputs().isEmpty() ? builder.withoutTraining() : builder)
                        .build(
                                read,
                                new ImageTarget.TarFile(file, read.manifest().name()));
                try (StoredImage rebuilt = StoredImage.open(new ImageSource.TarFile(file))) {
                    return print(Comparison.of(image, rebuilt));
                }
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new BuildException("Could not compare the images: " + e.getMessage(), e);
        }
    }

    private int print(Comparison comparison) {
        output.print(comparison.summary(), comparison.lines());
        return comparison.isSame() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private ImageSource source() {
        Pull pull = given.pull;
        if (given.tar != null) {
            return new ImageSource.TarFile(given.tar);
        }
        if (pull == null) {
            throw new IllegalStateException("picocli asks for one of the two");
        }
        return new ImageSource.Registry(
                pull.reference,
                pull.username == null ? null : RegistryPassword.of(surroundings, "--image", pull.username));
    }
}
