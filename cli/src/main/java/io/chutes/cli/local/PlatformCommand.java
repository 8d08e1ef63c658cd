package io.chutes.cli.local;

import picocli.CommandLine.Command;

/** {@code chutes platform}. */
@Command(
        name = "platform",
        description = "The platform of this machine: control plane, database and a node, in the background.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {StartCommand.class, StopCommand.class, StatusCommand.class},
        footer = {"", "Example: chutes platform start"})
public final class PlatformCommand {}
