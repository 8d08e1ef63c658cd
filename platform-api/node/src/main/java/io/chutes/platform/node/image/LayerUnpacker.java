package io.chutes.platform.node.image;

import io.chutes.platform.node.NodeException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.EnumSet;
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

    LayerUnpacker(Path root) throws IOException {
        this.root = root.toRealPath();
    }

    void apply(Path layer, boolean isCompressed) throws IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(layer));
                var tar = new TarArchiveInputStream(isCompressed ? new GZIPInputStream(file) : file)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                apply(entry, tar);
            }
        }
    }

    private void apply(TarArchiveEntry entry, InputStream content) throws IOException {
        Path target = resolve(entry.getName());
        if (target.equals(root)) {
            return;
        }
        Path parent = parent(target);
        String name = String.valueOf(target.getFileName());
        if (name.equals(OPAQUE)) {
            empty(parent);
        } else if (name.startsWith(WHITEOUT)) {
            Path hidden = parent.resolve(name.substring(WHITEOUT.length())).normalize();
            if (!parent.equals(hidden.getParent())) {
                throw new NodeException(
                        "A layer removes '%s', which names no file: refused".formatted(entry.getName()));
            }
            remove(hidden);
        } else if (entry.isDirectory()) {
            if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                remove(target);
                Files.createDirectory(target);
            }
            permit(target, entry.getMode() | 0700);
        } else if (entry.isSymbolicLink()) {
            remove(target);
            Files.createSymbolicLink(target, linkTarget(target, entry.getLinkName()));
        } else if (entry.isLink()) {
            remove(target);
            Path source = resolve(entry.getLinkName());
            parent(source);
            if (Files.isSymbolicLink(source)) {
                throw new NodeException("A layer links to a symbolic link, " + entry.getLinkName());
            }
            Files.createLink(target, source);
        } else if (entry.isFile()) {
            remove(target);
            Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
            permit(target, entry.getMode());
        }
    }

    /** A name of the archive inside the folder, whatever it says. */
    private Path resolve(String name) {
        Path target = root.resolve(name.replaceFirst("^/+", "")).normalize();
        if (!target.startsWith(root) || Path.of(name).normalize().startsWith("..")) {
            throw new NodeException("A layer names '%s', which is outside the image: refused".formatted(name));
        }
        return target;
    }

    /** The directory of a target, made if need be; refused if a link led it outside. */
    private Path parent(Path target) throws IOException {
        Path parent = target.getParent();
        if (parent == null) {
            throw new NodeException("A layer names the root of this host: refused");
        }
        Path existing = parent;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !existing.toRealPath().startsWith(root)) {
            throw new NodeException("A layer writes through a link to outside the image, at '%s': refused"
                    .formatted(root.relativize(target)));
        }
        return Files.createDirectories(parent);
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
        return from.relativize(meant);
    }

    private static void empty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                remove(file);
            }
        }
    }

    private static void remove(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(file)) {
            for (Path member : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(member);
            }
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
