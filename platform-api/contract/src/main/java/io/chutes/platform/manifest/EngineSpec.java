package io.chutes.platform.manifest;

import java.time.Duration;

/**
 * A process that the runtime starts beside the chute and looks after.
 *
 * @param name the method that says how it is started, unique in its chute
 * @param port the port of 127.0.0.1 it listens on
 * @param health the path that says whether it can take calls
 * @param startup from the start of its process until it can
 * @param restarts how often it is started again within the window
 * @param window how long a restart counts
 */
public record EngineSpec(String name, int port, String health, Duration startup, int restarts, Duration window) {}
