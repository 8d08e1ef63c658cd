package io.chutes.platform.weights;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A folder and all that is in it. */
final class FileTree {
    private static final Set<PosixFilePermission> WRITABLE = PosixFilePermissions.fromString("rwxr-xr-x");

    private FileTree() {}

    /** Every file and folder, a folder before what is in it. */
    static List<Path> members(Path top) throws IOException {
        try (Stream<Path> tree = Files.walk(top)) {
            return tree.toList();
        }
    }

    /** Removes it, be it read-only; nothing happens if it is not there. */
    static void delete(Path top) throws IOException {
        if (!Files.exists(top, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        for (Path member : members(top)) {
            if (Files.isDirectory(member, LinkOption.NOFOLLOW_LINKS)) {
                Files.setPosixFilePermissions(member, WRITABLE);
            }
        }
        for (Path member : members(top).reversed()) {
            Files.delete(member);
        }
    }

    /** The bytes of its files; of one that is being removed, those that are left. */
    static long size(Path top) throws IOException {
        long size = 0;
        for (Path member : members(top)) {
            if (Files.isRegularFile(member, LinkOption.NOFOLLOW_LINKS)) {
                size += Files.size(member);
            }
        }
        return size;
    }

    /** Forces the names in a folder to disk. */
    static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
