package io.chutes.platform.server.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of a chute are asked for.
 *
 * @param instance only those of that one, null for all
 * @param request only those of that request, null for all
 * @param since only those from then on, null for all
 */
record LogFilter(
        long chuteId,
        @Nullable String instance,
        @Nullable String request,
        @Nullable Instant since) {
    boolean takes(StoredLine line) {
        return (request == null || line.isOf(request))
                && (since == null || !line.at().isBefore(since));
    }
}
