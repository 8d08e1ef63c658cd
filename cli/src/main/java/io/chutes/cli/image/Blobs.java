package io.chutes.cli.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;

/** The parts of one image, by their digests; what is read has been held against its digest. */
sealed interface Blobs extends AutoCloseable permits RegistryBlobs, TarBlobs {
    /** Of the image's manifest. */
    String digest();

    /** The image's manifest, with {@code config} and {@code layers} as OCI and Docker have them. */
    JsonNode manifest();

    InputStream open(String digest) throws IOException;

    @Override
    void close() throws IOException;
}
