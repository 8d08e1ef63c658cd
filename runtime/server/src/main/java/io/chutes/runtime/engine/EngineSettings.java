package io.chutes.runtime.engine;

import java.time.Duration;

/**
 * What a chute says of an engine.
 *
 * @param name the method that says how it is started
 * @param port the port of 127.0.0.1 it listens on, unless its command says another
 * @param health the path that says whether it can take calls
 * @param startup from the start of its process until it can
 * @param restarts how often it is started again within the window
 * @param window how long a restart counts
 */
public record EngineSettings(String name, int port, String health, Duration startup, int restarts, Duration window) {}
