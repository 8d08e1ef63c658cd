package io.chutes.cli.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.console.OwnerOnly;
import io.chutes.platform.api.PlatformJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Where a node keeps its {@link Membership}: a file that its owner alone may read. */
final class MembershipFile {
    private static final String FILE = "membership.json";

    private final Path file;
    private final Path fresh;

    private MembershipFile(Path file, Path fresh) {
        this.file = file;
        this.fresh = fresh;
    }

    /** That of a folder, be it there or not. */
    static Path in(Path folder) {
        return folder.resolve(FILE);
    }

    /** Sees to it that a membership can be written there, before a token is used up for it. */
    static MembershipFile prepare(Path folder) {
        Path file = in(folder);
        if (Files.exists(file)) {
            Membership there = read(folder);
            throw new CommandException(
                    ExitStatus.FAILED,
                    "%s is the node %s of %s already: start it with 'chutes node run --data %s', or name another folder with --data"
                            .formatted(folder, there.node(), there.platform(), folder));
        }
        try {
            Path fresh = OwnerOnly.folder(folder).resolve(FILE + ".new");
            return new MembershipFile(file, OwnerOnly.file(fresh));
        } catch (IOException e) {
            throw new CommandException(
                    ExitStatus.FAILED, "Could not use the node's folder %s: %s".formatted(folder, e), e);
        }
    }

    void write(Membership membership) {
        try {
            Files.write(fresh, PlatformJson.mapper().writeValueAsBytes(membership));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CommandException(
                    ExitStatus.FAILED,
                    "The node %s has joined, and its credential could not be written to %s: %s. Delete that node at the platform, and join with another token"
                            .formatted(membership.node(), file, e),
                    e);
        }
    }

    static Membership read(Path folder) {
        Path file = in(folder);
        if (!Files.exists(file)) {
            throw new CommandException(
                    ExitStatus.FAILED,
                    "%s is no node's folder: join a platform first, chutes node join TOKEN --platform URL --data %s"
                            .formatted(folder, folder));
        }
        try {
            return PlatformJson.mapper().readValue(Files.readAllBytes(file), Membership.class);
        } catch (JsonProcessingException e) {
            throw new CommandException(
                    ExitStatus.FAILED,
                    "%s is damaged: delete the node at the platform, and join again with another folder"
                            .formatted(file),
                    e);
        } catch (IOException e) {
            throw new CommandException(ExitStatus.FAILED, "Could not read %s: %s".formatted(file, e), e);
        }
    }
}
