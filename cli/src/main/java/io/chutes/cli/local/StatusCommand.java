package io.chutes.cli.local;

import io.chutes.cli.console.Column;
import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.console.Output;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code chutes platform status}. */
@Command(
        name = "status",
        description = "Whether the platform of this machine runs, and where; exits with 3 if it does not.",
        footer = {"", "Example: chutes platform status --json"})
final class StatusCommand implements Callable<Integer> {
    @Mixin
    DataOption data;

    @Mixin
    Output output;

    @Override
    public Integer call() {
        Path folder = data.folder();
        RunningPlatform running = RunningPlatform.in(folder)
                .orElseThrow(() -> new CommandException(
                        ExitStatus.NOT_FOUND, "No platform runs on " + folder + ": chutes platform start starts one"));
        output.item(
                running,
                List.of(
                        new Column<>("url", RunningPlatform::url),
                        new Column<>("process", RunningPlatform::pid),
                        new Column<>("since", RunningPlatform::startedAt),
                        new Column<>("data", _ -> folder),
                        new Column<>("log", _ -> folder.resolve(RunningPlatform.LOG))));
        return 0;
    }
}
