package io.chutes.samples.docs;

import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** What {@code --help} says of each command. */
final class CommandsReference {
    private CommandsReference() {}

    static String text() {
        return """
                # Commands

                What `chutes COMMAND --help` prints. Made from the commands themselves.

                """ + help(Commands.model());
    }

    private static String help(CommandLine command) {
        String usage = command.getUsageMessage(Ansi.OFF)
                .lines()
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"));
        return "## %s%n%n```text%n%s%n```%n%n"
                        .formatted(command.getCommandSpec().qualifiedName(), usage)
                + command.getSubcommands().values().stream()
                        .distinct()
                        .filter(below -> !below.getCommandSpec().usageMessage().hidden())
                        .map(CommandsReference::help)
                        .collect(Collectors.joining());
    }
}
