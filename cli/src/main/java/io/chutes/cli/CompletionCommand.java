package io.chutes.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code chutes completion}. */
@Command(
        name = "completion",
        description = "Print a script by which Bash and Zsh complete these commands.",
        footer = {"", "Example: source <(chutes completion)"})
final class CompletionCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine()
                .getOut()
                .println(AutoComplete.bash("chutes", spec.root().commandLine()));
    }
}
