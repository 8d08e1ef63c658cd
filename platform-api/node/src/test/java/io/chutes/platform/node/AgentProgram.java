package io.chutes.platform.node;

import io.chutes.platform.fleet.Capacity;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A node's agent as a program, to be killed: {@code <platform> <folder> <usage interval, ms>}. */
public final class AgentProgram {
    private AgentProgram() {}

    public static void main(String[] args) throws InterruptedException {
        var config = new NodeConfig(
                URI.create(args[0]),
                FakePlatform.TOKEN,
                Path.of(args[1]),
                new Capacity(2, 4, Map.of()),
                Duration.ofMillis(Long.parseLong(args[2])));
        NodeAgent.start(config);
        Thread.currentThread().join();
    }
}
