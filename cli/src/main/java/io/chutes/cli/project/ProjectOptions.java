package io.chutes.cli.project;

import io.chutes.cli.console.Progress;
import io.chutes.cli.console.Surroundings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which project a command is about, and where it tells what it does. */
public final class ProjectOptions {
    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Folder of the Maven or Gradle project (default: this one).")
    Path folder;

    @Option(names = "--chute", paramLabel = "NAME", description = "Which chute, if the project has several.")
    @Nullable String chute;

    @Option(
            names = "--rebuild",
            description = "Compile and build anew even if nothing has changed since the last time.")
    boolean rebuild;

    private final Surroundings surroundings;

    ProjectOptions(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Where the project is. */
    public Path folder() {
        return folder;
    }

    /** Which chute is asked for, null for the only one. */
    public @Nullable String chute() {
        return chute;
    }

    /** Whether all is to be made in any case. */
    public boolean isRebuilt() {
        return rebuild;
    }

    /** Compiles the project, where it is not. */
    public ChuteProject read() throws InterruptedException {
        return rebuild ? readAnew() : new ProjectReader(progress()).read(folder, chute);
    }

    /** Compiles the project in any case. */
    public ChuteProject readAnew() throws InterruptedException {
        return new ProjectReader(progress()).anew().read(folder, chute);
    }

    /** Where is told what is done with it, beside what the command prints. */
    public Progress progress() {
        return surroundings.progress();
    }
}
