package io.chutes.template.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What an engine writes, as that of the weights is read-only: a folder within the instance's own temporary one.
 *
 * @param folder where it is
 */
record EngineFiles(Path folder) {
    static EngineFiles create() throws IOException {
        String temporary = Objects.requireNonNullElse(System.getenv("TMPDIR"), System.getProperty("java.io.tmpdir"));
        return new EngineFiles(Files.createTempDirectory(Path.of(temporary), "engine-"));
    }

    /** Puts a file of this package there. */
    Path copy(String name) throws IOException {
        Path place = folder.resolve(name);
        try (InputStream in = Objects.requireNonNull(EngineFiles.class.getResourceAsStream(name), name)) {
            Files.copy(in, place);
        }
        return place;
    }
}
