package io.chutes.platform.node.image;

import com.fasterxml.jackson.core.type.TypeReference;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.node.NodeException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A layer whose files lie in a folder, numbered, to be linked into images. They are not writable, as they are of every image with
 * the layer.
 *
 * @param entries in the order of its archive, which has a meaning
 */
record UnpackedLayer(Path folder, List<LayerEntry> entries) {
    private static final String INDEX = "entries.json";
    private static final TypeReference<List<LayerEntry>> ENTRIES = new TypeReference<>() {};
    private static final int NOT_WRITABLE = ~0222;

    UnpackedLayer {
        entries = List.copyOf(entries);
    }

    /** Reads an archive into an empty folder. */
    static UnpackedLayer of(Path archive, boolean isCompressed, Path folder, LayerLimits limits) throws IOException {
        List<LayerEntry> entries = new ArrayList<>();
        long size = Files.size(archive);
        long unpacked = 0;
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                var tar = new TarArchiveInputStream(isCompressed ? new GZIPInputStream(file) : file)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpacked += entry.getRealSize();
                limits.check(entries.size() + 1, unpacked, size);
                entries.add(read(entry, tar, folder, Integer.toString(entries.size())));
            }
        }
        try (var out = Files.newOutputStream(folder.resolve(INDEX))) {
            PlatformJson.mapper().writerFor(ENTRIES).writeValue(out, entries);
        }
        return new UnpackedLayer(folder, entries);
    }

    /** One that was made before. */
    static UnpackedLayer in(Path folder) throws IOException {
        return new UnpackedLayer(
                folder, PlatformJson.mapper().readValue(Files.readAllBytes(folder.resolve(INDEX)), ENTRIES));
    }

    private static LayerEntry read(TarArchiveEntry entry, InputStream content, Path folder, String number)
            throws IOException {
        String name = entry.getName();
        if (entry.isDirectory()) {
            return new LayerEntry.Folder(name, entry.getMode());
        } else if (entry.isSymbolicLink()) {
            return new LayerEntry.SymbolicLink(name, entry.getLinkName());
        } else if (entry.isLink()) {
            return new LayerEntry.HardLink(name, entry.getLinkName());
        } else if (isPlain(entry)) {
            Path file = folder.resolve(number);
            Files.copy(content, file);
            Files.setPosixFilePermissions(file, FileMode.permissions(entry.getMode() & NOT_WRITABLE));
            // A JVM trusts an AOT cache only if the jars are as old as they were when it was made.
            Files.setLastModifiedTime(file, entry.getLastModifiedTime());
            var made = attributes(file);
            return new LayerEntry.Plain(
                    name, number, made.size(), made.lastModifiedTime().toInstant());
        }
        throw new NodeException(
                "A layer holds '%s', which is neither file nor folder nor link: refused".formatted(name));
    }

    /** The library calls all files that are not folders. */
    private static boolean isPlain(TarArchiveEntry entry) {
        return entry.isFile() && !entry.isBlockDevice() && !entry.isCharacterDevice() && !entry.isFIFO();
    }

    Path content(LayerEntry.Plain file) {
        return folder.resolve(file.content());
    }

    long bytes() {
        return files().stream().mapToLong(LayerEntry.Plain::size).sum();
    }

    /** Whether its files are as they were made: nobody wrote to them, and no crash of the machine took their content. */
    boolean isIntact() throws IOException {
        for (LayerEntry.Plain file : files()) {
            try {
                var found = attributes(content(file));
                if (!found.isRegularFile()
                        || found.size() != file.size()
                        || !found.lastModifiedTime().toInstant().equals(file.changed())) {
                    return false;
                }
            } catch (NoSuchFileException e) {
                return false;
            }
        }
        return true;
    }

    private List<LayerEntry.Plain> files() {
        return entries.stream()
                .filter(LayerEntry.Plain.class::isInstance)
                .map(LayerEntry.Plain.class::cast)
                .toList();
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
