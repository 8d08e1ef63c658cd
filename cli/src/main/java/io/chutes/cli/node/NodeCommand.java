package io.chutes.cli.node;

import picocli.CommandLine.Command;

/** {@code chutes node}. */
@Command(
        name = "node",
        description = "Lend this machine to a platform.",
        subcommands = {JoinCommand.class, RunCommand.class})
public final class NodeCommand {}
