package io.chutes.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@link Chatter}, served by the runtime in a process of its own. */
record ChatterProcess(ServerProcess server) implements AutoCloseable {
    /** Starts it in a folder, its model there too, which so many threads run, with more options of the JVM; waits until it is ready. */
    static ChatterProcess start(Path folder, String threads, String... options)
            throws IOException, InterruptedException {
        Chatter.MODEL.write(folder.resolve("weights").resolve("weights"));
        List<String> command = new ArrayList<>(List.of("env", "CHUTES_WEIGHTS=" + folder.resolve("weights")));
        List<String> java = ServerProcess.java("io.chutes.runtime.Main", "META-INF/chutes/chatter.json");
        command.add(java.getFirst());
        command.addAll(List.of("-Dchutes.torch.threads=" + threads, "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of(options));
        command.addAll(java.subList(1, java.size()));
        ServerProcess server =
                ServerProcess.start(folder, folder.resolve("chatter.log"), ServerProcess.freePort(), command);
        try {
            server.awaitAnswers();
            while (!server.get("/_chute/ready").contains("\"status\":\"ready\"")) {
                server.checkAlive();
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } catch (IOException | InterruptedException e) {
            server.close();
            throw e;
        }
        return new ChatterProcess(server);
    }

    /** A chat with it whose prompt has so many tokens, and its answer too. */
    ChatStream chat(int prompt, int answer, String settings) {
        return new ChatStream(server.port(), prompt, answer, settings);
    }

    @Override
    public void close() {
        server.close();
    }
}
