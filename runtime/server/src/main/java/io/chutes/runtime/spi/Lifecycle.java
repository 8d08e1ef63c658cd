package io.chutes.runtime.spi;

import io.chutes.annotation.EngineCommand;
import io.chutes.annotation.StartupContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** Takes what a chute needs before its first call, and what it does after its last. */
public interface Lifecycle {
    /** A field that is set to the folder of a model's files, named as in the manifest. */
    void weights(String field, Consumer<Path> setter);

    /** A field that is set to the secret of that name. */
    void secret(String name, Consumer<String> setter);

    /**
     * A process that is started before those methods run, in the order given, and is looked after until the end.
     *
     * @param method says how it is started
     * @param port the port of 127.0.0.1 it listens on
     * @param health the path that says whether it can take calls
     * @param startup from the start of its process until it can
     * @param restarts how often it is started again within the window
     * @param window how long a restart counts
     */
    void engine(String method, int port, String health, Duration startup, int restarts, Duration window, Launch launch);

    /** A method that runs before the chute takes calls; lower priorities first, then in the order given. */
    void onStartup(String method, int priority, Hook hook);

    /** A method that runs after those, before the chute is ready. */
    void warmup(String method, Hook hook);

    /** A method that runs after the last call; lower priorities first, then in the order given. */
    void onShutdown(String method, int priority, Hook hook);

    /** Says how a process is started; it may throw anything. */
    @FunctionalInterface
    interface Launch {
        EngineCommand command(StartupContext context) throws Exception;
    }

    /** Prepares or ends something; it may throw anything. */
    @FunctionalInterface
    interface Hook {
        void run(StartupContext context) throws Exception;
    }
}
