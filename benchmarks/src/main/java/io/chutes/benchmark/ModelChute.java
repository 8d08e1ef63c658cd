package io.chutes.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A chute of this module around a model, served by the runtime in a process of its own. */
final class ModelChute {
    private ModelChute() {}

    /** Where in a folder its model is expected. */
    static Path weights(Path folder) {
        return folder.resolve("weights").resolve("weights");
    }

    /** Starts it in a folder, with its model there, which so many threads run, and more options of the JVM; waits until it is ready. */
    static ServerProcess start(String name, Path folder, String threads, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("env", "CHUTES_WEIGHTS=" + weights(folder).getParent()));
        List<String> java = ServerProcess.java("io.chutes.runtime.Main", "META-INF/chutes/%s.json".formatted(name));
        command.add(java.getFirst());
        command.addAll(List.of("-Dchutes.torch.threads=" + threads, "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of(options));
        command.addAll(java.subList(1, java.size()));
        ServerProcess server =
                ServerProcess.start(folder, folder.resolve(name + ".log"), ServerProcess.freePort(), command);
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
        return server;
    }
}
