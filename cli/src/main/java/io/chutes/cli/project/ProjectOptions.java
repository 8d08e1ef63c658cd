package io.chutes.cli.project;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which project a command is about, and where it tells what it does. */
public final class ProjectOptions {
    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Folder of the Maven project (default: this one).")
    Path folder;

    @Option(names = "--chute", paramLabel = "NAME", description = "Which chute, if the project has several.")
    @Nullable String chute;

    @Option(
            names = "--rebuild",
            description = "Run Maven even if nothing has changed since it last compiled the project.")
    boolean rebuild;

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    /** Where the project is. */
    public Path folder() {
        return folder;
    }

    /** Which chute is asked for, null for the only one. */
    public @Nullable String chute() {
        return chute;
    }

    /** Whether Maven is to run in any case. */
    public boolean isRebuilt() {
        return rebuild;
    }

    /** Compiles the project, where it is not. */
    public ChuteProject read() throws InterruptedException {
        return rebuild ? readAnew() : new ProjectReader(this::tell).read(folder, chute);
    }

    /** Compiles the project in any case. */
    public ChuteProject readAnew() throws InterruptedException {
        return new ProjectReader(this::tell).anew().read(folder, chute);
    }

    /** Says what takes a while, beside what the command prints. */
    public void tell(String step) {
        command.commandLine().getErr().println(step);
    }
}
