package io.chutes.cli.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** An image in a tar file, as another program reads it. */
final class OciArchive {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, byte[]> files = new HashMap<>();

    OciArchive(Path tar) throws IOException {
        try (TarArchiveInputStream in = new TarArchiveInputStream(Files.newInputStream(tar))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), in.readAllBytes());
            }
        }
    }

    String digest() throws IOException {
        return json("index.json").at("/manifests/0/digest").asText();
    }

    JsonNode config() throws IOException {
        return blob(manifest().at("/config/digest").asText());
    }

    /** Digests, the lowest layer first. */
    List<String> layers() throws IOException {
        List<String> digests = new ArrayList<>();
        manifest()
                .at("/layers")
                .forEach(layer -> digests.add(layer.at("/digest").asText()));
        return digests;
    }

    /** The entries of a layer without its folders. */
    List<TarArchiveEntry> files(int layer) throws IOException {
        return entries(layer).stream().filter(TarArchiveEntry::isFile).toList();
    }

    List<TarArchiveEntry> entries(int layer) throws IOException {
        InputStream blob = new ByteArrayInputStream(files.get(path(layers().get(layer))));
        List<TarArchiveEntry> entries = new ArrayList<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(new GZIPInputStream(blob))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private JsonNode manifest() throws IOException {
        return blob(digest());
    }

    private JsonNode blob(String digest) throws IOException {
        return json(path(digest));
    }

    private JsonNode json(String path) throws IOException {
        return MAPPER.readTree(files.get(path));
    }

    private static String path(String digest) {
        return "blobs/" + digest.replace(':', '/');
    }
}
