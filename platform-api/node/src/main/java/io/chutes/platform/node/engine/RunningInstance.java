package io.chutes.platform.node.engine;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** An instance that was started. */
public interface RunningInstance {
    /** Where it answers HTTP once it does. */
    URI address();

    /** Completes when it has ended, with how, in words. */
    CompletableFuture<String> ended();

    /** What it wrote last, in a line; empty if nothing. */
    String lastWords();

    /** Asks it to end, kills it if it has not after the grace, which an interrupt ends, and returns once nothing of it is left. */
    void stop(Duration grace) throws InterruptedException;
}
