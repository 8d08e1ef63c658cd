package io.chutes.benchmark;

import java.io.IOException;
import java.nio.file.Path;

/** {@link Chatter}, served by the runtime in a process of its own. */
record ChatterProcess(ServerProcess server) implements AutoCloseable {
    /** Starts it in a folder, its model there too, which so many threads run, with more options of the JVM; waits until it is ready. */
    static ChatterProcess start(Path folder, String threads, String... options)
            throws IOException, InterruptedException {
        Chatter.MODEL.write(ModelChute.weights(folder));
        return new ChatterProcess(ModelChute.start("chatter", folder, threads, options));
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
