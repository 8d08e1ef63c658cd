package io.chutes.platform.node.weights;

import io.chutes.platform.manifest.LockedWeights;
import io.chutes.platform.node.NodeException;
import io.chutes.platform.node.engine.StartProgress;
import io.chutes.platform.weights.HeldWeights;
import io.chutes.platform.weights.Hub;
import io.chutes.platform.weights.Step;
import io.chutes.platform.weights.WeightsCache;
import io.chutes.platform.weights.WeightsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The models' files of one instance; they stay on the node until this is closed. Used by one thread. */
public final class WeightsSupply implements AutoCloseable {
    private static final double GB = 1e9;

    private final WeightsCache cache;
    private final @Nullable Hub hub;
    private final Lock lock;
    private final List<HeldWeights> held = new ArrayList<>();

    WeightsSupply(WeightsCache cache, @Nullable Hub hub, Lock lock) {
        this.cache = cache;
        this.hub = hub;
        this.lock = lock;
    }

    /** What there is to be supplied. */
    @FunctionalInterface
    interface Lock {
        List<LockedWeights> read() throws InterruptedException;
    }

    /**
     * The folders of the files, by the fields that take them.
     *
     * @param state told in words how far it is
     * @param progress told how long {@code weights-fetch} and {@code weights-check} took, where there are any
     */
    public Map<String, Path> fetch(Consumer<String> state, StartProgress progress) throws InterruptedException {
        Map<String, Path> folders = new HashMap<>();
        Duration fetching = Duration.ZERO;
        Duration checking = Duration.ZERO;
        for (LockedWeights weights : lock.read()) {
            state.accept("fetching the weights " + weights);
            HeldWeights one = hold(weights, state);
            held.add(one);
            folders.put(weights.field(), one.folder());
            fetching = fetching.plus(one.fetching());
            checking = checking.plus(one.checking());
        }
        if (!folders.isEmpty()) {
            progress.over("weights-fetch", fetching);
            progress.over("weights-check", checking);
            state.accept("fetching the image");
        }
        return folders;
    }

    private HeldWeights hold(LockedWeights weights, Consumer<String> state) throws InterruptedException {
        try {
            return cache.hold(
                    weights,
                    hub,
                    (step, done, total) -> state.accept("%s the weights %s: %.3f of %.3f GB"
                            .formatted(
                                    step == Step.FETCHING ? "fetching" : "checking", weights, done / GB, total / GB)));
        } catch (WeightsException e) {
            throw new NodeException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        held.forEach(HeldWeights::close);
    }
}
