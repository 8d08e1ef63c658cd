package io.chutes.platform.node.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.chutes.platform.api.PlatformJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * What is noted of an instance's output beside it, for the next agent.
 *
 * @param base how many bytes were written before those that its file begins with
 * @param secrets whether the instance was given values that must not be told, which only the agent that started it knows
 */
record OutputNote(long base, boolean secrets) {
    private static final String FILE = "log.json";

    /** Of an instance of which none was written: whether it has secrets is not known, so it has. */
    private static final OutputNote UNKNOWN = new OutputNote(0, true);

    static OutputNote in(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return UNKNOWN;
        }
        try {
            return PlatformJson.mapper().readValue(Files.readAllBytes(file), OutputNote.class);
        } catch (JsonProcessingException _) {
            return UNKNOWN;
        }
    }

    void write(Path folder) throws IOException {
        Path fresh = folder.resolve(FILE + ".new");
        Files.write(fresh, PlatformJson.mapper().writeValueAsBytes(this));
        Files.move(fresh, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }
}
