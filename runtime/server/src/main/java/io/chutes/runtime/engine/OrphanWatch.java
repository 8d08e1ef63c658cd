package io.chutes.runtime.engine;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kills an engine if this process dies without ending it: a shell that waits for the end of its input, which this process alone
 * holds open. What has left the engine's session is not reached. Where there is no shell there is no watch; a container that ends with this process needs none.
 */
final class OrphanWatch {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanWatch.class);
    private static final String SCRIPT = "read -r _; kill -s KILL -- \"$1\"";

    private final @Nullable Process shell;

    private OrphanWatch(@Nullable Process shell) {
        this.shell = shell;
    }

    static OrphanWatch over(long pid) {
        List<String> command = new ArrayList<>(OwnSession.PREFIX);
        // As the first of a session it is the first of a group, which is what a negative number means.
        command.addAll(List.of("sh", "-c", SCRIPT, "watch", (OwnSession.PREFIX.isEmpty() ? "" : "-") + pid));
        try {
            return new OrphanWatch(new ProcessBuilder(command)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            LOG.debug("There is no shell here", e);
            return new OrphanWatch(null);
        }
    }

    /** Ends the watch; the engine is left as it is. */
    void end() {
        if (shell != null) {
            shell.destroyForcibly();
        }
    }
}
