package io.chutes.cli;

import io.chutes.cli.project.ChuteProject;
import io.chutes.cli.project.ProjectReader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which project a command is about, and where it tells what it does. */
final class ProjectOptions {
    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Folder of the Maven project (default: this one).")
    Path folder;

    @Option(names = "--chute", paramLabel = "NAME", description = "Which chute, if the project has several.")
    @Nullable String chute;

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    /** Compiles the project. */
    ChuteProject read() throws InterruptedException {
        return new ProjectReader(this::tell).read(folder, chute);
    }

    /** Says what takes a while, beside what the command prints. */
    void tell(String step) {
        command.commandLine().getErr().println(step);
    }
}
