package io.chutes.cli.node;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

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

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        return new RunningNode(spec.commandLine().getOut()).run(folder.path());
    }
}
