package io.chutes.cli.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chutes.cli.project.BuildException;
import io.chutes.platform.digest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/** An OCI image layout in a tar file. */
final class TarBlobs implements Blobs {
    private static final String INDEX = "index.json";
    private static final String BLOBS = "blobs/sha256/";

    private final Path path;
    private final TarFile tar;
    private final String digest;
    private final JsonNode manifest;

    /** Opens a file and holds all that is in it against its digests. */
    static TarBlobs open(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new BuildException("There is no file " + path);
        }
        var tar = new TarFile(path);
        try {
            return new TarBlobs(path, tar);
        } catch (IOException | RuntimeException e) {
            tar.close();
            throw e;
        }
    }

    private TarBlobs(Path path, TarFile tar) throws IOException {
        this.path = path;
        this.tar = tar;
        for (TarArchiveEntry entry : tar.getEntries()) {
            if (entry.isFile() && entry.getName().startsWith(BLOBS)) {
                check(entry);
            }
        }
        JsonNode images = json(INDEX).path("manifests");
        if (images.size() != 1) {
            throw new BuildException("%s holds %d images, and one is needed".formatted(path, images.size()));
        }
        this.digest = images.path(0).path("digest").asText();
        this.manifest = json(name(digest));
    }

    private void check(TarArchiveEntry blob) throws IOException {
        try (InputStream content = tar.getInputStream(blob)) {
            if (!Sha256.of(content).equals(blob.getName().substring(BLOBS.length()))) {
                throw new BuildException("%s in %s has another content than its name says: the file is damaged"
                        .formatted(blob.getName(), path));
            }
        }
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public JsonNode manifest() {
        return manifest;
    }

    @Override
    public InputStream open(String digest) throws IOException {
        return entry(name(digest));
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    private JsonNode json(String name) throws IOException {
        try (InputStream content = entry(name)) {
            return new JsonMapper().readTree(content);
        }
    }

    private InputStream entry(String name) throws IOException {
        for (TarArchiveEntry entry : tar.getEntries()) {
            if (entry.getName().equals(name)) {
                return tar.getInputStream(entry);
            }
        }
        throw new BuildException(
                "%s is not an OCI image layout in a tar file, or not whole: it has no %s".formatted(path, name));
    }

    private static String name(String digest) {
        return "blobs/" + digest.replace(':', '/');
    }
}
