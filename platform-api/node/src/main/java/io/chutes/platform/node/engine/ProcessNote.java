package io.chutes.platform.node.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.chutes.platform.api.PlatformJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which process an instance is, in its folder: a number alone may be another's by now.
 *
 * @param pid its number
 * @param startedAt when it was started, null where this host does not tell
 */
record ProcessNote(long pid, @Nullable Instant startedAt) {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessNote.class);
    private static final String FILE = "process.json";

    static ProcessNote of(ProcessHandle process) {
        return new ProcessNote(process.pid(), process.info().startInstant().orElse(null));
    }

    void write(Path instanceFolder) throws IOException {
        Files.write(instanceFolder.resolve(FILE), PlatformJson.mapper().writeValueAsBytes(this));
    }

    /** The process that the note of a folder means, if there is one and it still runs. */
    static Optional<ProcessHandle> find(Path instanceFolder) throws IOException {
        Path file = instanceFolder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return PlatformJson.mapper()
                    .readValue(Files.readAllBytes(file), ProcessNote.class)
                    .process();
        } catch (JsonProcessingException e) {
            LOG.warn("Not a note of a process, the agent was killed while it wrote it: {}", file);
            return Optional.empty();
        }
    }

    private Optional<ProcessHandle> process() {
        return startedAt == null
                ? Optional.empty()
                : ProcessHandle.of(pid)
                        .filter(process -> process.info().startInstant().equals(Optional.of(startedAt)));
    }
}
