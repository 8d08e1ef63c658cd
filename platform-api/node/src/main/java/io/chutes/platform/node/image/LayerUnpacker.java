package io.chutes.platform.node.image;

import io.chutes.platform.node.NodeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

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

    void apply(UnpackedLayer layer) throws IOException {
        ofThisLayer.clear();
        for (LayerEntry entry : layer.entries()) {
            apply(entry, layer);
        }
    }

    private void apply(LayerEntry entry, UnpackedLayer layer) throws IOException {
        Path target = locate(entry.name());
        String name = String.valueOf(target.getFileName());
        if (target.equals(root)) {
            return;
        } else if (name.equals(OPAQUE)) {
            removeLowerIn(target.resolveSibling("."));
        } else if (name.startsWith(WHITEOUT)) {
            removeLower(whitedOut(target, entry.name()));
        } else {
            place(target, entry, layer);
            ofThisLayer.add(target);
        }
    }

    private void place(Path target, LayerEntry entry, UnpackedLayer layer) throws IOException {
        switch (entry) {
            case LayerEntry.Folder folder -> {
                if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                    FileTree.delete(target);
                    Files.createDirectory(target);
                }
                Files.setPosixFilePermissions(target, FileMode.permissions(folder.mode() | 0700));
            }
            case LayerEntry.Plain file -> {
                FileTree.delete(target);
                Files.createLink(target, layer.content(file));
            }
            case LayerEntry.SymbolicLink link -> {
                FileTree.delete(target);
                Files.createSymbolicLink(target, linkTarget(target, link.target()));
            }
            case LayerEntry.HardLink(String name, String linked) -> {
                Path source = locate(linked);
                if (!Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS)) {
                    throw new NodeException(
                            "A layer links '%s' to '%s', which is no file before it: refused".formatted(name, linked));
                }
                if (!source.equals(target)) {
                    FileTree.delete(target);
                    Files.createLink(target, source);
                }
            }
        }
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
}
