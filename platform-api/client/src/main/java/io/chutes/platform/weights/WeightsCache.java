package io.chutes.platform.weights;

import io.chutes.platform.digest.Sha256;
import io.chutes.platform.manifest.LockedFile;
import io.chutes.platform.manifest.LockedWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Weights on this machine, each once for all who use them. One process at a time may use a folder. Safe for many threads: of
 * those that want the same weights one fetches them and the others wait, and go on where it was if it breaks off.
 */
public final class WeightsCache {
    private static final Logger LOG = LoggerFactory.getLogger(WeightsCache.class);
    private static final String ANYONE = "anyone";

    private final Room room;
    private final TransferSettings settings;
    private final Semaphore connections;
    private final ConcurrentHashMap<String, Turn> turns = new ConcurrentHashMap<>();

    private WeightsCache(Room room, TransferSettings settings) {
        this.room = room;
        this.settings = settings;
        this.connections = new Semaphore(settings.connections());
    }

    /**
     * A cache.
     *
     * @param limit how many bytes it may hold
     */
    public static WeightsCache open(Path folder, long limit, TransferSettings settings) {
        try {
            return new WeightsCache(new Room(folder, limit), settings);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not use the cache of weights in " + folder, e);
        }
    }

    /**
     * Weights, fetched unless they are there.
     *
     * @param hub where from and for whom; null if there is none, for weights that are there and are for everybody
     * @throws WeightsException if they cannot be had, or are not what the lock names
     */
    public HeldWeights hold(LockedWeights weights, @Nullable Hub hub, WeightsProgress progress)
            throws InterruptedException {
        String name = name(weights);
        Turn turn = turns.computeIfAbsent(name, _ -> new Turn());
        room.hold(name);
        boolean isHeld = false;
        try (var _ = new Telling(turn, progress)) {
            turn.lock.lockInterruptibly();
            try {
                HeldWeights held = get(weights, hub, name, turn);
                isHeld = true;
                return held;
            } finally {
                turn.lock.unlock();
            }
        } catch (IOException e) {
            throw new WeightsException("The cache of weights failed for %s: %s".formatted(weights, e), e);
        } finally {
            if (!isHeld) {
                room.release(name);
            }
        }
    }

    /** The weights that are there whole, as {@code hf://owner/repository@commit}, those used last first; none if that cannot be told. */
    public List<String> sources() {
        try {
            return room.snapshots().stream()
                    .map(Snapshot::source)
                    .flatMap(Optional::stream)
                    .distinct()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("Could not look into the cache of weights, of which nothing is told: {}", e.toString());
            return List.of();
        }
    }

    /** What is done under one name, one at a time. */
    static final class Turn {
        private final ReentrantLock lock = new ReentrantLock();
        private volatile @Nullable Counter counter;

        @Nullable Counter counter() {
            return counter;
        }
    }

    private HeldWeights get(LockedWeights weights, @Nullable Hub hub, String name, Turn turn)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        var snapshot = new Snapshot(room.published().resolve(name));
        if (isWhole(snapshot, weights)) {
            admit(snapshot, weights, hub);
            return held(snapshot, name, since(start), Duration.ZERO);
        }
        if (hub == null) {
            throw new WeightsException(
                    "%s is not on this machine, and no Hub to fetch it from: set %s to the address of one"
                            .formatted(weights, Hub.ENDPOINT));
        }
        var counter = new Counter(weights.size());
        room.expect(name, weights, counter);
        turn.counter = counter;
        try {
            Path home = Files.createDirectories(room.partial().resolve(name));
            new SnapshotDownload(hub, settings, connections).run(weights, home, counter);
            snapshot.publish(home, weights, reader(hub));
        } finally {
            turn.counter = null;
            room.arrived(name);
        }
        Duration fetching = Duration.ofNanos(Math.max(0, counter.fetchedAt() - start));
        return held(snapshot, name, fetching, since(start).minus(fetching));
    }

    private boolean isWhole(Snapshot snapshot, LockedWeights weights) throws IOException {
        if (!snapshot.exists()) {
            return false;
        }
        Optional<String> damage = snapshot.damage(weights);
        if (damage.isPresent()) {
            LOG.warn(
                    "Weights in the cache are no longer what they were and are fetched again: {} of {}",
                    damage.get(),
                    weights);
            room.remove(snapshot.home());
        }
        return damage.isEmpty();
    }

    private HeldWeights held(Snapshot snapshot, String name, Duration fetching, Duration checking) throws IOException {
        snapshot.touch();
        return new HeldWeights(snapshot.files(), fetching, checking, () -> {
            try {
                snapshot.touch();
            } catch (IOException e) {
                LOG.warn("Could not note the use of {}", name, e);
            } finally {
                room.release(name);
            }
        });
    }

    /** That somebody else could read it does not mean that this one may. */
    private void admit(Snapshot snapshot, LockedWeights weights, @Nullable Hub hub)
            throws IOException, InterruptedException {
        List<String> readers = snapshot.readers();
        if (readers.contains(ANYONE) || (hub != null && readers.contains(reader(hub)))) {
            return;
        }
        if (hub == null) {
            throw new WeightsException(
                    "%s was fetched for others, and there is no Hub to ask who may read it: set %s to the address of one"
                            .formatted(weights, Hub.ENDPOINT));
        }
        LockedFile smallest = weights.files().stream()
                .min(Comparator.comparing(LockedFile::size))
                .orElseThrow();
        String what = "Asking for " + smallest.path() + " of " + weights;
        var attempts = new Attempts(settings, what);
        while (true) {
            try (var _ = hub.get(PartTransfer.pathOf(weights, smallest), null, what, settings.silence())) {
                snapshot.addReader(reader(hub));
                return;
            } catch (IOException e) {
                attempts.failed(e, false);
            }
        }
    }

    private static String reader(Hub hub) {
        String token = hub.token();
        return token == null ? ANYONE : Sha256.of(token);
    }

    /** For people who look into the folder too. */
    private static String name(LockedWeights weights) {
        return "%s@%s-%s"
                .formatted(
                        weights.repository().replace("/", "--"),
                        weights.revision().substring(0, 12),
                        weights.key().substring(0, 32));
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
