package io.chutes.platform.weights;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Weights that stay in the cache for as long as this is open. */
public final class HeldWeights implements AutoCloseable {
    private final Path folder;
    private final Duration fetching;
    private final Duration checking;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    HeldWeights(Path folder, Duration fetching, Duration checking, Runnable release) {
        this.folder = folder;
        this.fetching = fetching;
        this.checking = checking;
        this.release = release;
    }

    /** Of the files: to be read, not written. */
    public Path folder() {
        return folder;
    }

    /** How long they were waited for until all bytes were there. */
    public Duration fetching() {
        return fetching;
    }

    /** How long they were waited for after that. */
    public Duration checking() {
        return checking;
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            release.run();
        }
    }
}
