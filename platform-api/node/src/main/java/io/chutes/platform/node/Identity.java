package io.chutes.platform.node;

import io.chutes.platform.fleet.Agent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Who this agent is, and whom it follows in its folder. It is written there once the platform has let it speak: so whoever comes next
 * follows the one that the platform knows.
 */
final class Identity {
    private static final String FILE = "agent";

    private final Path folder;
    private final Agent agent;
    private boolean kept;

    private Identity(Path folder, Agent agent) {
        this.folder = folder;
        this.agent = agent;
    }

    static Identity in(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            String before = Files.exists(file) ? Files.readString(file).strip() : null;
            return new Identity(folder, new Agent(UUID.randomUUID().toString(), before));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + file, e);
        }
    }

    Agent agent() {
        return agent;
    }

    /** The platform has let it speak. */
    void keep() {
        if (kept) {
            return;
        }
        try {
            Path fresh = Files.writeString(folder.resolve(FILE + ".new"), agent.id());
            Files.move(fresh, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
            kept = true;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not keep who speaks for the node in " + folder, e);
        }
    }
}
