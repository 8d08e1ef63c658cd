package io.chutes.cli.node;

import io.chutes.cli.console.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code chutes node run}. */
@Command(
        name = "run",
        description = "Run the node that this machine has joined as, until it is ended.",
        footer = {
            "",
            "SIGTERM or Ctrl-C ends it: its instances end first, and are replaced elsewhere.",
            "Example: chutes node run --data /var/lib/chutes"
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    NodeFolderOption folder;

    private final Surroundings surroundings;

    RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        return new RunningNode(surroundings).run(folder.path());
    }
}
