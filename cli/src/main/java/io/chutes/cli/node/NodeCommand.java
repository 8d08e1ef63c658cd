package io.chutes.cli.node;

import picocli.CommandLine.Command;

/** {@code chutes node}. */
@Command(
        name = "node",
        description = "Lend this machine to a platform; chutes nodes is about all that it has.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: chutes node join cj_… --platform https://chutes.example.org"},
        subcommands = {JoinCommand.class, RunCommand.class})
public final class NodeCommand {}
