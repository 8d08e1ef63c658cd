package io.chutes.cli;

import io.chutes.cli.console.Surroundings;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code chutes completion}. */
@Command(
        name = "completion",
        description = "Print a script by which Bash and Zsh complete these commands.",
        footer = {"", "Example: source <(chutes completion)"})
final class CompletionCommand implements Runnable {
    private final Surroundings surroundings;

    CompletionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        surroundings.out().println(AutoComplete.bash("chutes", ChutesCommand.commandLine(surroundings)));
    }
}
