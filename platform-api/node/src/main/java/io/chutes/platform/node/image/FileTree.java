package io.chutes.platform.node.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A file, or a folder and all that is in it. Links are members, not ways to elsewhere. */
public final class FileTree {
    /** How the names begin of what is being made or removed: it is whole under no other name. */
    static final String UNFINISHED = "unfinished-";

    private FileTree() {}

    /** Removes it; nothing happens if it is not there. */
    public static void delete(Path top) throws IOException {
        if (!Files.exists(top, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(top)) {
            for (Path member : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(member);
            }
        }
    }

    /** Removes it, so that nobody finds a part of it; nothing happens if it is not there. */
    static void discard(Path top) throws IOException {
        if (Files.exists(top, LinkOption.NOFOLLOW_LINKS)) {
            delete(Files.move(top, unfinishedIn(top.resolveSibling(".")), StandardCopyOption.ATOMIC_MOVE));
        }
    }

    /** A new folder, for what is to get its name once it is whole. */
    static Path unfinished(Path folder) throws IOException {
        return Files.createDirectories(unfinishedIn(folder));
    }

    private static Path unfinishedIn(Path folder) {
        return folder.resolve(UNFINISHED + UUID.randomUUID());
    }

    /** What is whole in a folder, if the folder is there. */
    static List<Path> finished(Path folder) throws IOException {
        return membersOf(folder, false);
    }

    /** Removes what a process that was killed had begun in a folder, if the folder is there. */
    static void deleteUnfinished(Path folder) throws IOException {
        for (Path member : membersOf(folder, true)) {
            delete(member);
        }
    }

    private static List<Path> membersOf(Path folder, boolean unfinished) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> members = Files.list(folder)) {
            return members.filter(member -> String.valueOf(member.getFileName()).startsWith(UNFINISHED) == unfinished)
                    .toList();
        }
    }
}
