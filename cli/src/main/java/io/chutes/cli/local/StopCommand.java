package io.chutes.cli.local;

import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.console.Output;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chutes platform stop}. */
@Command(
        name = "stop",
        description = "End the platform of this machine with all its instances, and wait until it has ended.",
        footer = {"", "Example: chutes platform stop"})
final class StopCommand implements Callable<Integer> {
    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "How long to wait for the calls that run (default ${DEFAULT-VALUE}).")
    int seconds;

    @Mixin
    DataOption data;

    @Mixin
    Output output;

    @Override
    public Integer call() throws InterruptedException {
        RunningPlatform running = RunningPlatform.in(data.folder())
                .orElseThrow(() -> new CommandException(
                        ExitStatus.NOT_FOUND,
                        "No platform runs on " + data.folder() + "; --data names another folder"));
        Optional<ProcessHandle> process = running.process();
        try {
            if (process.isPresent()) {
                process.get().destroy();
                process.get().onExit().get(seconds, TimeUnit.SECONDS);
            }
        } catch (TimeoutException e) {
            throw new CommandException(
                    ExitStatus.FAILED,
                    "Process %d still ends its calls after %d s: wait, or end it by kill -9 %1$d"
                            .formatted(running.pid(), seconds),
                    e);
        } catch (ExecutionException e) {
            throw new CommandException(ExitStatus.FAILED, "Could not wait for process " + running.pid(), e);
        }
        output.print(running, "Stopped");
        return 0;
    }
}
