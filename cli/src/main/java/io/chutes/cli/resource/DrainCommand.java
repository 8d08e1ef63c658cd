package io.chutes.cli.resource;

import io.chutes.cli.console.Output;
import io.chutes.cli.profile.Session;
import io.chutes.platform.fleet.NodeState;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chutes nodes drain}. */
@Command(
        name = "drain",
        description = "Give a node no more instances, and move those it has; then it can be deleted.",
        footer = {"", "Example: chutes nodes drain gpu-7"})
final class DrainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The node.")
    String name;

    @Option(names = "--undo", description = "Give it instances again.")
    boolean undo;

    @Mixin
    Session session;

    @Mixin
    Output output;

    @Override
    public Integer call() {
        if (undo) {
            session.client().resumeNode(name);
            output.print(session.client().node(name), "%s gets instances again", name);
        } else {
            NodeState node = session.client().drainNode(name);
            output.print(
                    node,
                    "%s gets no more instances; %d are moved",
                    name,
                    node.instances().size());
        }
        return 0;
    }
}
