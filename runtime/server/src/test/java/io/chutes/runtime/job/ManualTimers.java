package io.chutes.runtime.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A time that passes only when a test says so. */
final class ManualTimers implements Timers {
    private final List<Entry> entries = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized Timer after(Duration delay, Runnable task) {
        var entry = new Entry(now.plus(delay), task);
        entries.add(entry);
        return () -> remove(entry);
    }

    /** Lets time pass, and does on this thread what is due. */
    void advance(Duration duration) {
        Instant end = now().plus(duration);
        for (Optional<Entry> due = due(end); due.isPresent(); due = due(end)) {
            due.get().task().run();
        }
    }

    /** How long until the next task, if there is one. */
    synchronized Optional<Duration> untilNext() {
        return entries.stream().map(entry -> Duration.between(now, entry.at())).min(Comparator.naturalOrder());
    }

    @Override
    public synchronized void close() {
        entries.clear();
    }

    private synchronized Optional<Entry> due(Instant end) {
        Optional<Entry> next =
                entries.stream().filter(entry -> !entry.at().isAfter(end)).min(Comparator.comparing(Entry::at));
        now = next.map(Entry::at).orElse(end);
        next.ifPresent(entries::remove);
        return next;
    }

    private synchronized void remove(Entry entry) {
        entries.remove(entry);
    }

    private record Entry(Instant at, Runnable task) {}
}
