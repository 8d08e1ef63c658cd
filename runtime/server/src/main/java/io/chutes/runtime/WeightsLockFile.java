package io.chutes.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The lock in an image's working directory: which files each field of weights is given. Whoever gives them has held them against
 * their digests; a folder that is another altogether is found here by names and sizes.
 */
final class WeightsLockFile {
    private static final Path FILE = Path.of("weights.lock.json");

    private WeightsLockFile() {}

    /** Throws unless the folder holds each file that the lock names; nothing is asked where there is no lock. */
    static void check(String field, Path folder) {
        check(FILE, field, folder);
    }

    static void check(Path lock, String field, Path folder) {
        if (!Files.exists(lock)) {
            return;
        }
        try {
            for (JsonNode weights : new JsonMapper().readTree(lock.toFile()).path("weights")) {
                if (weights.path("field").asText().equals(field)) {
                    for (JsonNode file : weights.path("files")) {
                        check(
                                field,
                                folder.resolve(file.path("path").asText()),
                                file.path("size").asLong());
                    }
                }
            }
        } catch (IOException e) {
            throw new StartupException(
                    "could not hold the weights of the field %s against %s: %s".formatted(field, lock, e));
        }
    }

    private static void check(String field, Path file, long size) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new StartupException("the weights of the field %s are not those of the image's lock: there is no %s"
                    .formatted(field, file));
        }
        if (Files.size(file) != size) {
            throw new StartupException(
                    "the weights of the field %s are not those of the image's lock: %s has %d bytes, and should have %d"
                            .formatted(field, file, Files.size(file), size));
        }
    }
}
