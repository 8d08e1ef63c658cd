package io.chutes.platform.node;

import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.node.engine.EngineChoice;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A node's agent as a program, to be killed: {@code <platform> <folder> <usage interval, ms> <engine>}. */
public final class AgentProgram {
    private AgentProgram() {}

    public static void main(String[] args) throws InterruptedException {
        var config = new NodeConfig(
                        URI.create(args[0]),
                        FakePlatform.TOKEN,
                        Path.of(args[1]),
                        new Capacity(2, 4, Map.of()),
                        Duration.ofMillis(Long.parseLong(args[2])))
                .withEngine(EngineChoice.of(args[3], System.getenv()));
        NodeAgent.start(config);
        Thread.currentThread().join();
    }

    /** Starts it with these variables among its own. */
    static Process start(URI platform, Path folder, String engine, Map<String, String> variables) throws IOException {
        var builder = new ProcessBuilder(
                        TestImage.java().toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        AgentProgram.class.getName(),
                        platform.toString(),
                        folder.toString(),
                        "200",
                        engine)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(variables);
        return builder.start();
    }
}
