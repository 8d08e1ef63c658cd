package io.chutes.cli.embedded;

import io.chutes.platform.fleet.Capacity;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How to run an embedded platform.
 *
 * @param data the folder of everything it keeps
 * @param port where its API, gateway and registry answer on 127.0.0.1; 0 for any
 * @param capacity what its node has, virtual GPUs among it
 * @param usageInterval how often the time of a ready instance is metered
 */
public record EmbeddedConfig(Path data, int port, Capacity capacity, Duration usageInterval) {}
