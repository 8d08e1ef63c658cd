package io.chutes.cli.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A folder of a class path as a jar, since the JVM's AOT cache knows no folders. The same files give the same bytes: in one
 * order, of one time, and uncompressed, so that the layer is compressed once and a class is read without.
 */
final class StoredJar {
    /** The earliest that a zip file can say, whose times have no zone. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private StoredJar() {}

    /** @param files by their names in the jar */
    static void write(SortedMap<String, Path> files, OutputStream out) throws IOException {
        Set<String> folders = new HashSet<>();
        try (var zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, Path> file : files.entrySet()) {
                // Whoever looks for classes or resources by package asks for the folders themselves.
                for (int end = file.getKey().indexOf('/');
                        end >= 0;
                        end = file.getKey().indexOf('/', end + 1)) {
                    String folder = file.getKey().substring(0, end + 1);
                    if (folders.add(folder)) {
                        add(zip, folder, new byte[0]);
                    }
                }
                add(zip, file.getKey(), Files.readAllBytes(file.getValue()));
            }
        }
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        var sum = new CRC32();
        sum.update(content);
        var entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
