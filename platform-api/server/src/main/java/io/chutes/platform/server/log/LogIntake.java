package io.chutes.platform.server.log;

import io.chutes.platform.api.Problem.FieldError;
import io.chutes.platform.fleet.LogBatch;
import io.chutes.platform.fleet.LogChunk;
import io.chutes.platform.fleet.LogReceipt;
import io.chutes.platform.server.web.ApiException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Takes what nodes ship: each byte of an instance's output once, and nothing of an instance that is another node's. */
final class LogIntake {
    private static final int LONGEST_LINE = 64 * 1024;

    private final Jdbi jdbi;
    private final LogLimits limits;
    private final InstantSource clock;
    private final LogStore store = new LogStore();

    LogIntake(Jdbi jdbi, LogLimits limits, InstantSource clock) {
        this.jdbi = jdbi;
        this.limits = limits;
        this.clock = clock;
    }

    LogReceipt take(String node, LogBatch batch) {
        check(batch);
        return jdbi.inTransaction(handle -> {
            if (!store.speaksFor(handle, node, batch.agent().id())) {
                throw ApiException.conflict(
                        "Another agent speaks for the node '%s': its output is not taken".formatted(node));
            }
            List<String> named =
                    batch.chunks().stream().map(LogChunk::instance).distinct().toList();
            Map<String, Long> chutes = store.chutesOf(handle, node, named);
            named.stream().filter(id -> !chutes.containsKey(id)).findFirst().ifPresent(other -> {
                throw ApiException.forbidden(
                        "The instance %s is not on the node '%s', which may not tell what it wrote: the whole batch is refused"
                                .formatted(other, node));
            });
            // In one order, so that no two batches wait for each other.
            List<LogChunk> inOrder = batch.chunks().stream()
                    .sorted(Comparator.comparing((LogChunk it) -> chutes.getOrDefault(it.instance(), 0L))
                            .thenComparing(LogChunk::instance)
                            .thenComparingLong(LogChunk::from))
                    .toList();
            Map<String, Long> received = new HashMap<>();
            for (LogChunk chunk : inOrder) {
                received.put(chunk.instance(), take(handle, chutes.getOrDefault(chunk.instance(), 0L), chunk));
            }
            return new LogReceipt(received);
        });
    }

    private long take(Handle handle, long chuteId, LogChunk chunk) {
        store.lockChute(handle, chuteId);
        long received = store.lockHead(handle, chunk.instance());
        if (chunk.from() < received || (chunk.to() == received && chunk.lines().isEmpty() && !chunk.last())) {
            return received;
        }
        Instant now = clock.instant();
        List<StoredLine> lines = new ArrayList<>();
        if (chunk.from() > received) {
            lines.add(StoredLine.text(
                    now, "%d bytes of what it wrote before are missing".formatted(chunk.from() - received)));
        }
        chunk.lines().stream().map(StoredLine::of).forEach(lines::add);
        if (!lines.isEmpty()) {
            store.keep(handle, chuteId, chunk.instance(), lines, now);
        }
        store.receive(handle, chunk);
        store.trim(handle, chunk.instance(), limits.bytesOfInstance());
        return chunk.to();
    }

    private static void check(LogBatch batch) {
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < batch.chunks().size(); i++) {
            LogChunk chunk = batch.chunks().get(i);
            String place = "/chunks/" + i;
            if (chunk.from() < 0 || chunk.to() < chunk.from()) {
                errors.add(new FieldError(
                        place,
                        "range",
                        "A chunk ends no sooner than it begins, got %d to %d".formatted(chunk.from(), chunk.to())));
            }
            chunk.lines().stream()
                    .map(line -> line.text().getBytes(StandardCharsets.UTF_8).length)
                    .filter(bytes -> bytes > LONGEST_LINE)
                    .findFirst()
                    .ifPresent(bytes -> errors.add(new FieldError(
                            place,
                            "maxLength",
                            "A line has at most %d bytes, got one of %d".formatted(LONGEST_LINE, bytes))));
        }
        if (!errors.isEmpty()) {
            throw ApiException.unprocessable(errors.getFirst().message(), errors);
        }
    }
}
