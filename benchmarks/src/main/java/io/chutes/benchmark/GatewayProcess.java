package io.chutes.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * {@link GatewayPlatform}, running.
 *
 * @param chute the name of its chute
 */
record GatewayProcess(ServerProcess server, String chute, String key) implements AutoCloseable {
    /** Starts it in a folder, in front of an instance. */
    static GatewayProcess start(Path folder, String chute, int concurrency, int instance)
            throws IOException, InterruptedException {
        ServerProcess server = ServerProcess.start(
                folder,
                folder.resolve("platform.log"),
                ServerProcess.freePort(),
                ServerProcess.java(
                        GatewayPlatform.class.getName(),
                        chute,
                        Integer.toString(concurrency),
                        Integer.toString(instance)));
        Path key = folder.resolve(GatewayPlatform.KEY);
        while (!Files.exists(key)) {
            server.checkAlive();
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return new GatewayProcess(server, chute, Files.readString(key));
    }

    /** Where the chute is called. */
    String address() {
        return "http://127.0.0.1:" + server.port() + path();
    }

    /** The same without the server. */
    String path() {
        return "/c/" + GatewayPlatform.ACCOUNT + "/" + chute;
    }

    @Override
    public void close() {
        server.process().destroy();
        server.process().onExit().join();
    }
}
