package io.chutes.platform.weights;

import io.chutes.platform.manifest.LockedWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The room of a cache: what is held in it, what comes into it, and what goes to make place, the least recently used first. */
final class Room {
    private static final Logger LOG = LoggerFactory.getLogger(Room.class);

    private final Path folder;
    private final long limit;
    private final Map<String, Integer> holders = new HashMap<>();
    private final Map<String, Counter> coming = new HashMap<>();

    Room(Path folder, long limit) throws IOException {
        this.folder = folder;
        this.limit = limit;
        for (Path part : new Path[] {published(), partial(), trash()}) {
            Files.createDirectories(part);
        }
        for (Path left : children(trash())) {
            FileTree.delete(left);
        }
    }

    Path published() {
        return folder.resolve("published");
    }

    /** What is on its way, to be gone on with after a restart. */
    Path partial() {
        return folder.resolve("partial");
    }

    private Path trash() {
        return folder.resolve("trash");
    }

    /** Keeps what has that name, be it there or on its way, until it is released as often. */
    synchronized void hold(String name) {
        holders.merge(name, 1, Integer::sum);
    }

    synchronized void release(String name) {
        holders.computeIfPresent(name, (_, count) -> count == 1 ? null : count - 1);
    }

    /** Makes place for what comes under that name; {@link #arrived} gives back what of it is not used. */
    synchronized void expect(String name, LockedWeights weights, Counter counter) throws IOException {
        if (weights.size() > limit) {
            throw new WeightsException(
                    "%s has %s, and the cache of weights in %s may hold %s: raise its limit, or take fewer files"
                            .formatted(weights, text(weights.size()), folder, text(limit)));
        }
        Path begun = partial().resolve(name);
        long missing = weights.size() - (Files.isDirectory(begun) ? Math.min(FileTree.size(begun), weights.size()) : 0);
        while (used(name) + weights.size() > limit || free() < missing) {
            Optional<Path> least = leastUsed();
            if (least.isEmpty()) {
                throw new WeightsException(
                        free() < missing
                                ? "%s needs %s more, and the disk of %s has %s free: make room"
                                        .formatted(weights, text(missing), folder, text(free()))
                                : "%s has %s, and the cache of weights in %s, which may hold %s, has %s in use: stop instances or raise its limit"
                                        .formatted(
                                                weights, text(weights.size()), folder, text(limit), text(used(name))));
            }
            LOG.info(
                    "Removing {} from the cache of weights, to make room for {}",
                    least.get().getFileName(),
                    weights);
            remove(least.get());
        }
        coming.put(name, counter);
    }

    synchronized void arrived(String name) {
        coming.remove(name);
    }

    /** Takes it out of sight at once, whatever the time to remove it. */
    void remove(Path home) throws IOException {
        Path gone = trash().resolve(UUID.randomUUID().toString());
        Files.move(home, gone, StandardCopyOption.ATOMIC_MOVE);
        FileTree.delete(gone);
    }

    /** All that is there or has been promised place, but what has that name. */
    private long used(String except) throws IOException {
        long used = 0;
        for (Path parent : new Path[] {published(), partial()}) {
            for (Path home : children(parent)) {
                String name = home.getFileName().toString();
                if (!name.equals(except)) {
                    Counter counter = coming.get(name);
                    used += FileTree.size(home) + (counter == null ? 0 : counter.missing());
                }
            }
        }
        return used;
    }

    private long free() throws IOException {
        return Files.getFileStore(folder).getUsableSpace()
                - coming.values().stream().mapToLong(Counter::missing).sum();
    }

    private Optional<Path> leastUsed() throws IOException {
        Map<Path, Long> candidates = new HashMap<>();
        for (Path parent : new Path[] {published(), partial()}) {
            for (Path home : children(parent)) {
                if (!holders.containsKey(home.getFileName().toString())) {
                    candidates.put(home, Files.getLastModifiedTime(home).toMillis());
                }
            }
        }
        return candidates.entrySet().stream()
                .min(Comparator.comparing(Map.Entry::getValue))
                .map(Map.Entry::getKey);
    }

    /** Those that are there, the one used last first. */
    List<Snapshot> snapshots() throws IOException {
        Map<Path, Long> used = new HashMap<>();
        for (Path home : children(published())) {
            used.put(home, home.toFile().lastModified()); // 0 of one that goes just now
        }
        return used.entrySet().stream()
                .sorted(Map.Entry.<Path, Long>comparingByValue().reversed())
                .map(it -> new Snapshot(it.getKey()))
                .toList();
    }

    private static Path[] children(Path parent) throws IOException {
        try (Stream<Path> children = Files.list(parent)) {
            return children.toArray(Path[]::new);
        }
    }

    private static String text(long bytes) {
        return bytes < 1_000_000_000 ? "%.3f MB".formatted(bytes / 1e6) : "%.3f GB".formatted(bytes / 1e9);
    }
}
