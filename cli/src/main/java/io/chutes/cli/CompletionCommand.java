package io.chutes.cli;

import io.chutes.cli.console.Surroundings;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code chutes completion}. */
@Command(
        name = "completion",
        description = "Print a script by which Bash and Zsh complete these commands.",
        footer = {"", "Example: source <(chutes completion)"})
final class CompletionCommand implements Runnable {
    /** Picocli looks for subcommands among these; the name of the program, the first of them, is one of ours as well. */
    private static final String ALL_WORDS = "for element in \"${COMP_WORDS[@]}\"";

    private static final String ALL_BUT_THE_FIRST = "for element in \"${COMP_WORDS[@]:1}\"";

    private final Surroundings surroundings;

    CompletionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        String script = AutoComplete.bash("chutes", ChutesCommand.commandLine(surroundings));
        surroundings.print(List.of(script.replace(ALL_WORDS, ALL_BUT_THE_FIRST)));
    }
}
