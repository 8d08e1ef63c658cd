package io.chutes.platform.node.image;

import io.chutes.platform.node.NodeException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Applies the layers of an image to a folder (OCI Image Specification, "Applying Changesets"): whiteouts remove what lower
 * layers brought, and nothing is written or linked outside the folder.
 */
final class LayerUnpacker {
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";

    private final Path root;
    private final Set<Path> ofThisLayer = new HashSet<>();

    LayerUnpacker(Path root) throws IOException {
        this.root = root.toRealPath();
    }

    void apply(Path layer, boolean isCompressed) throws IOException {
        ofThisLayer.clear();
        try (InputStream file = new BufferedInputStream(Files.newInputStream(layer));
                var tar = new TarArchiveInputStream(isCompressed ? new GZIPInputStream(file) : file)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                apply(entry, tar);
            }
        }
    }

    private void apply(TarArchiveEntry entry, InputStream content) throws IOException {
        Path target = locate(entry.getName());
        String name = String.valueOf(target.getFileName());
        if (target.equals(root)) {
            return;
        } else if (name.equals(OPAQUE)) {
            removeLowerIn(target.resolveSibling("."));
        } else if (name.startsWith(WHITEOUT)) {
            removeLower(whitedOut(target, entry.getName()));
        } else {
            place(target, entry, content);
            ofThisLayer.add(target);
        }
    }

    private void place(Path target, TarArchiveEntry entry, InputStream content) throws IOException {
        if (entry.isDirectory()) {
            if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                FileTree.delete(target);
                Files.createDirectory(target);
            }
            permit(target, entry.getMode() | 0700);
        } else if (entry.isSymbolicLink()) {
            FileTree.delete(target);
            Files.createSymbolicLink(target, linkTarget(target, entry.getLinkName()));
        } else if (entry.isLink()) {
            Path source = locate(entry.getLinkName());
            if (!Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS)) {
                throw new NodeException("A layer links '%s' to '%s', which is no file before it: refused"
                        .formatted(entry.getName(), entry.getLinkName()));
            }
            if (!source.equals(target)) {
                FileTree.delete(target);
                Files.createLink(target, source);
            }
        } else if (isPlain(entry)) {
            FileTree.delete(target);
            Files.copy(content, target);
            permit(target, entry.getMode());
            // A JVM trusts an AOT cache only if the jars are as old as they were when it was made.
            Files.setLastModifiedTime(target, entry.getLastModifiedTime());
        } else {
            throw new NodeException("A layer holds '%s', which is neither file nor folder nor link: refused"
                    .formatted(entry.getName()));
        }
    }

    /** The library calls all files that are not folders. */
    private static boolean isPlain(TarArchiveEntry entry) {
        return entry.isFile() && !entry.isBlockDevice() && !entry.isCharacterDevice() && !entry.isFIFO();
    }

    private static Path whitedOut(Path whiteout, String name) {
        String hidden = String.valueOf(whiteout.getFileName()).substring(WHITEOUT.length());
        if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
            throw new NodeException("A layer takes away '%s', which is no name: refused".formatted(name));
        }
        return whiteout.resolveSibling(hidden);
    }

    /** Where a name of the archive really is inside the folder; the directories on the way are made if need be. */
    private Path locate(String name) throws IOException {
        Path target = root.resolve(name.replaceFirst("^/+", "")).normalize();
        if (!target.startsWith(root) || Path.of(name).normalize().startsWith("..")) {
            throw new NodeException("A layer names '%s', which is outside the image: refused".formatted(name));
        }
        Path parent = target.getParent();
        return target.equals(root) || parent == null ? root : reach(parent).resolve(target.getFileName());
    }

    /** A directory, made if need be; refused if a link led it outside. */
    private Path reach(Path directory) throws IOException {
        Path existing = directory;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !existing.toRealPath().startsWith(root)) {
            throw new NodeException("A layer writes through a link to outside the image, at '%s': refused"
                    .formatted(root.relativize(directory)));
        }
        return Files.createDirectories(directory).toRealPath();
    }

    /** An absolute link means the image's root, not this host's. */
    private Path linkTarget(Path link, String written) {
        Path from = link.getParent() == null ? root : link.getParent();
        Path meant = written.startsWith("/")
                ? root.resolve(written.replaceFirst("^/+", "")).normalize()
                : from.resolve(written).normalize();
        if (!meant.startsWith(root)) {
            throw new NodeException("A layer links to '%s', which is outside the image: refused".formatted(written));
        }
        return from.equals(meant) ? Path.of(".") : from.relativize(meant);
    }

    private void removeLowerIn(Path directory) throws IOException {
        try (Stream<Path> members = Files.list(directory.normalize())) {
            for (Path member : members.toList()) {
                removeLower(member);
            }
        }
    }

    /** Takes away what lower layers brought; what this one brought stays, and so do the folders it is in. */
    private void removeLower(Path file) throws IOException {
        boolean isFolder = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
        if (isFolder) {
            removeLowerIn(file);
        }
        if (!ofThisLayer.contains(file) && !(isFolder && isInhabited(file))) {
            Files.deleteIfExists(file);
        }
    }

    private static boolean isInhabited(Path directory) throws IOException {
        try (Stream<Path> members = Files.list(directory)) {
            return members.findAny().isPresent();
        }
    }

    private static void permit(Path file, int mode) throws IOException {
        PosixFilePermission[] fromLowestBit = {
            PosixFilePermission.OTHERS_EXECUTE,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.OWNER_EXECUTE,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_READ
        };
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < fromLowestBit.length; bit++) {
            if ((mode >> bit & 1) == 1) {
                permissions.add(fromLowestBit[bit]);
            }
        }
        Files.setPosixFilePermissions(file, permissions);
    }
}
