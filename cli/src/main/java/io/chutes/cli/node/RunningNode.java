package io.chutes.cli.node;

import io.chutes.cli.console.AtExit;
import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.console.Surroundings;
import io.chutes.platform.node.NodeAgent;
import io.chutes.platform.node.NodeException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/** A node at work in this process, until that is told to end. */
final class RunningNode {
    private final Surroundings surroundings;

    RunningNode(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Returns only by an exception; SIGTERM ends the process once the node's instances have ended. */
    int run(Path folder) throws InterruptedException {
        Membership membership = MembershipFile.read(folder);
        try (NodeAgent agent = NodeAgent.start(membership.config(folder, surroundings.environment()))) {
            try (var _ = AtExit.of(agent::close)) {
                surroundings
                        .err()
                        .printf(
                                "The node %s runs for %s until it is ended%n",
                                membership.node(), membership.platform());
                surroundings.err().flush();
                throw new CommandException(
                        ExitStatus.FAILED,
                        "%s no longer lets the node %s in: %s. To join again, with another token, delete %s first"
                                .formatted(
                                        membership.platform(),
                                        membership.node(),
                                        agent.refused().get(),
                                        MembershipFile.in(folder)));
            }
        } catch (UncheckedIOException e) {
            throw new CommandException(
                    ExitStatus.FAILED, "Could not use the node's folder %s: %s".formatted(folder, e.getCause()), e);
        } catch (NodeException e) {
            throw new CommandException(ExitStatus.FAILED, String.valueOf(e.getMessage()), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The node's end cannot fail", e);
        }
    }
}
