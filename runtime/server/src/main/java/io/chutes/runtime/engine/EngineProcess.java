package io.chutes.runtime.engine;

import io.chutes.annotation.EngineCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** One run of an engine. */
final class EngineProcess {
    /** By which a node finds what an instance left behind; neither is secret. */
    private static final Set<String> NODES_MARKS = Set.of("CHUTES_INSTANCE_ID", "CHUTES_NODE_FOLDER");

    /** By which this process finds what an engine left behind. */
    private static final String MARK = "CHUTES_ENGINE";

    private static final Duration LAST_WORDS = Duration.ofSeconds(1);
    private static final int SIGNALLED = 128;

    private final Process process;
    private final ProcessTree tree;
    private final EngineOutput output;
    private final OrphanWatch watch;

    private EngineProcess(Process process, String mark, EngineOutput output) {
        this.process = process;
        this.tree = new ProcessTree(process.toHandle(), MARK + "=" + mark);
        this.output = output;
        this.watch = OrphanWatch.over(process.pid());
    }

    /**
     * Starts it.
     *
     * @param port where it is to listen
     * @param secrets the names of variables that it does not inherit
     */
    static EngineProcess start(String name, EngineCommand command, int port, Set<String> secrets)
            throws EngineException {
        checkFree(port);
        if (!Files.isDirectory(command.folder().toAbsolutePath())) {
            throw new EngineException("cannot run in the folder %s, which is none".formatted(command.folder()), "");
        }
        List<String> arguments = new ArrayList<>(OwnSession.PREFIX);
        arguments.addAll(command.command());
        var builder = new ProcessBuilder(arguments)
                .directory(command.folder().toAbsolutePath().toFile())
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(variable -> secrets.contains(variable) || isOurs(variable));
        environment.putAll(command.environment());
        String mark = UUID.randomUUID().toString();
        environment.put(MARK, mark);
        try {
            Process process = builder.start();
            return new EngineProcess(process, mark, EngineOutput.log(name, process.getInputStream(), command.key()));
        } catch (IOException e) {
            throw new EngineException("could not be started: " + e.getMessage(), "");
        }
    }

    private static boolean isOurs(String variable) {
        return variable.startsWith("CHUTES_") && !NODES_MARKS.contains(variable);
    }

    /** Whoever listens there already would be taken for the engine. */
    private static void checkFree(int port) throws EngineException {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true); // closed connections of an engine before are no obstacle to it either
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        } catch (IOException e) {
            throw new EngineException("cannot listen on port %d, where another process does".formatted(port), "");
        }
    }

    /** Waits until it has ended; false if it has not by then. */
    boolean awaitExit(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Remembers the processes that came of it. */
    void look() {
        tree.look();
    }

    /** How it has ended, such as {@code exited with status 1}. */
    String howItEnded() {
        int status = process.exitValue();
        if (status > SIGNALLED) {
            return "was killed by signal %d%s"
                    .formatted(status - SIGNALLED, status == SIGNALLED + 9 ? ", as where memory runs out" : "");
        }
        return "exited with status " + status;
    }

    /** What it said last. */
    String lastLine() {
        return output.lastLine();
    }

    /** What it said last, when all is read that it said. */
    String lastLines() {
        output.awaitEnd(process.isAlive() ? Duration.ZERO : LAST_WORDS);
        return output.lastLines();
    }

    /** Ends it and all that came of it. */
    synchronized void stop(Duration grace) {
        tree.end(grace);
        watch.end();
        output.awaitEnd(LAST_WORDS);
    }
}
