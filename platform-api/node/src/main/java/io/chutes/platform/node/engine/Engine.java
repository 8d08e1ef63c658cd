package io.chutes.platform.node.engine;

import io.chutes.platform.fleet.DesiredInstance;
import java.nio.file.Path;
import java.util.Map;

/** Runs instances by one technique. Safe for use by many threads. */
public interface Engine extends AutoCloseable {
    /** The file in an instance's folder that has what it writes. */
    String OUTPUT = "output.log";

    /** Its name in reports, such as {@code process}. */
    String name();

    /**
     * Fetches the image by digest and starts an instance of it. Returns as soon as it is started, long before it is ready.
     *
     * @param folder the instance's own, for whatever the engine keeps of it, {@value #OUTPUT} among it
     * @param weights the folders that it may read, by the fields that take them
     * @param progress told of each part of the start that is over
     * @throws io.chutes.platform.node.NodeException if it cannot be started; the message says why
     */
    RunningInstance start(DesiredInstance instance, Path folder, Map<String, Path> weights, StartProgress progress)
            throws InterruptedException;

    /** Ends whatever an earlier agent started and did not see end, and removes what it had half done; returns once it is gone. */
    void recover() throws InterruptedException;

    /** Lets go of what it uses of its host. Its instances have been stopped. */
    @Override
    void close();
}
