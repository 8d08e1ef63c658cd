package io.chutes.runtime.spi;

import io.chutes.annotation.StartupContext;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Takes what a chute needs before its first call, and what it does after its last. */
public interface Lifecycle {
    /** A field that is set to the folder of a model's files, named as in the manifest. */
    void weights(String field, Consumer<Path> setter);

    /** A field that is set to the secret of that name. */
    void secret(String name, Consumer<String> setter);

    /** A method that runs before the chute takes calls; lower priorities first, then in the order given. */
    void onStartup(String method, int priority, Hook hook);

    /** A method that runs after those, before the chute is ready. */
    void warmup(String method, Hook hook);

    /** A method that runs after the last call; lower priorities first, then in the order given. */
    void onShutdown(String method, int priority, Hook hook);

    /** Prepares or ends something; it may throw anything. */
    @FunctionalInterface
    interface Hook {
        void run(StartupContext context) throws Exception;
    }
}
