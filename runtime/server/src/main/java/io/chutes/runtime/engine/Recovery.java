package io.chutes.runtime.engine;

import java.util.concurrent.CompletableFuture;

/** What is done with an engine that was started again before it takes calls. */
@FunctionalInterface
public interface Recovery {
    /**
     * Makes it ready for calls; what it throws means that it is not.
     *
     * @param failure completed with why the engine is down meanwhile, which ends this
     */
    void recover(CompletableFuture<String> failure);
}
