package io.chutes.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** What nobody but its owner may read, from its first moment; where a file system has no such permissions, as it makes things. */
public final class OwnerOnly {
    private OwnerOnly() {}

    /** Makes a folder, and those above it, where there are none yet. */
    public static Path folder(Path folder) throws IOException {
        return Files.isDirectory(folder) ? folder : Files.createDirectories(folder, only("rwx------", folder));
    }

    /** Makes a file, empty, in place of one that is there. */
    public static Path file(Path file) throws IOException {
        Files.deleteIfExists(file);
        return Files.createFile(file, ofFiles(file));
    }

    /** For whoever makes a file himself. */
    public static FileAttribute<?>[] ofFiles(Path in) {
        return only("rw-------", in);
    }

    private static FileAttribute<?>[] only(String permissions, Path in) {
        return in.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
