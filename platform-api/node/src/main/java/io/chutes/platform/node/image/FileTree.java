package io.chutes.platform.node.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A file, or a folder and all that is in it. Links are members, not ways to elsewhere. */
public final class FileTree {
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

    /** Removes what lies in a folder under a name that begins so; nothing happens if the folder is not there. */
    static void deleteIn(Path folder, String prefix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> members = Files.list(folder)) {
            for (Path member : members.toList()) {
                if (String.valueOf(member.getFileName()).startsWith(prefix)) {
                    delete(member);
                }
            }
        }
    }
}
