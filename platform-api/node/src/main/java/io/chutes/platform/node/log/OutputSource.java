package io.chutes.platform.node.log;

import io.chutes.platform.node.engine.Redaction;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An instance whose output is to be shipped.
 *
 * @param id its id
 * @param folder its own, with the file of its output in it
 * @param ended whether it writes no more
 * @param secrets takes out what must not be told; null if an earlier agent started it, which alone knew that
 */
public record OutputSource(
        String id, Path folder, boolean ended, @Nullable Redaction secrets) {
    /** What takes out what must not be told, if it is known. */
    Optional<Redaction> redaction() {
        return Optional.ofNullable(secrets);
    }
}
