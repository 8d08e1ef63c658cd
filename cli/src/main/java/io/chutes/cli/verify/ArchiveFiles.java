package io.chutes.cli.verify;

import io.chutes.platform.digest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The files of a layer, and of the jars in it. */
final class ArchiveFiles {
    private ArchiveFiles() {}

    /** By their paths in the layer. */
    static SortedMap<String, FileFacts> ofLayer(InputStream layer) throws IOException {
        SortedMap<String, FileFacts> files = new TreeMap<>();
        try (var tar = new TarArchiveInputStream(layer)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var content = new DigestInputStream(tar, Sha256.begin());
                SortedMap<String, FileFacts> inside =
                        entry.getName().endsWith(".jar") ? ofJar(content) : new TreeMap<>();
                content.transferTo(OutputStream.nullOutputStream());
                files.put(
                        entry.getName(),
                        new FileFacts(
                                kind(entry),
                                Long.toString(entry.getSize()),
                                Integer.toOctalString(entry.getMode() & 07777),
                                entry.getLongUserId() + ":" + entry.getLongGroupId(),
                                entry.getLastModifiedTime().toString(),
                                hex(content),
                                inside));
            }
        }
        return files;
    }

    private static String kind(TarArchiveEntry entry) {
        if (entry.isDirectory()) {
            return "folder";
        }
        return entry.isFile() ? "file" : "link to " + entry.getLinkName();
    }

    /** A jar that cannot be read has no files that could be told of. */
    private static SortedMap<String, FileFacts> ofJar(InputStream jar) throws IOException {
        SortedMap<String, FileFacts> files = new TreeMap<>();
        try {
            // Not closed, as the layer goes on behind it.
            var zip = new ZipInputStream(jar);
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                var content = new DigestInputStream(zip, Sha256.begin());
                long size = content.transferTo(OutputStream.nullOutputStream());
                files.put(
                        entry.getName(),
                        new FileFacts(
                                entry.isDirectory() ? "folder" : "file",
                                Long.toString(size),
                                "",
                                "",
                                entry.getTimeLocal().toString(),
                                hex(content),
                                new TreeMap<>()));
            }
        } catch (ZipException e) {
            files.clear();
        }
        return files;
    }

    private static String hex(DigestInputStream content) {
        return HexFormat.of().formatHex(content.getMessageDigest().digest());
    }
}
