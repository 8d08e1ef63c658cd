package io.chutes.platform.server.log;

import io.chutes.platform.api.LogLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Reads lines of a chute in their order, a bounded part of them at a time. */
final class LogReader {
    private static final int CHUNKS = 16;

    private final Jdbi jdbi;
    private final LogStore store = new LogStore();

    LogReader(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Lines after a place, at most so many: fewer only if there are no more. */
    List<LogLine> after(LogFilter filter, LogPosition place, int limit) {
        List<LogLine> lines = new ArrayList<>();
        if (place.equals(LogPosition.START)) {
            removed(filter).ifPresent(lines::add);
        }
        long first = place.chunk();
        while (true) {
            long edge = first;
            List<LogStore.Chunk> chunks = jdbi.withHandle(handle -> store.from(handle, filter, edge, CHUNKS));
            for (LogStore.Chunk chunk : chunks) {
                for (int i = 0; i < chunk.lines().size(); i++) {
                    StoredLine line = chunk.lines().get(i);
                    if (place.isBefore(chunk.id(), i) && filter.takes(line)) {
                        lines.add(new LogLine(
                                new LogPosition(chunk.id(), i).toString(), chunk.instance(), line.at(), line.line()));
                        if (lines.size() == limit) {
                            return lines;
                        }
                    }
                }
            }
            if (chunks.size() < CHUNKS) {
                return lines;
            }
            first = chunks.getLast().id() + 1;
        }
    }

    // What is no longer kept is told of by a line before the first, where all lines of an instance are asked for.
    private Optional<LogLine> removed(LogFilter filter) {
        String instance = filter.instance();
        if (instance == null || filter.request() != null || filter.since() != null) {
            return Optional.empty();
        }
        List<LogStore.Chunk> first = jdbi.withHandle(handle -> store.from(handle, filter, 0, 1));
        return jdbi.withHandle(handle -> store.head(handle, instance))
                .filter(head -> head.removed() > 0 && !first.isEmpty())
                .map(head -> {
                    StoredLine told = StoredLine.text(
                            first.getFirst().lines().getFirst().at(),
                            "%d older lines are no longer kept".formatted(head.removed()));
                    return new LogLine(new LogPosition(0, 0).toString(), instance, told.at(), told.line());
                });
    }

    /** The place after which there are so many lines, or all if there are fewer. */
    LogPosition beforeLast(LogFilter filter, int count) {
        int left = count;
        long end = Long.MAX_VALUE;
        while (true) {
            long edge = end;
            List<LogStore.Chunk> chunks = jdbi.withHandle(handle -> store.before(handle, filter, edge, CHUNKS));
            for (LogStore.Chunk chunk : chunks) {
                for (int i = chunk.lines().size() - 1; i >= 0; i--) {
                    if (filter.takes(chunk.lines().get(i))) {
                        if (left == 0) {
                            return new LogPosition(chunk.id(), i);
                        }
                        left--;
                    }
                }
            }
            if (chunks.size() < CHUNKS) {
                return LogPosition.START;
            }
            end = chunks.getLast().id();
        }
    }

    /** Whether an instance has ended and all that it wrote is here. */
    boolean isComplete(String instance) {
        return jdbi.withHandle(handle ->
                store.head(handle, instance).map(LogStore.Head::complete).orElse(false));
    }
}
