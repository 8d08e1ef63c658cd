package io.chutes.platform.node.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an instance has of its node, let go in the reverse of its order. Used by one thread at a time. */
final class Held implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Held.class);

    private final Deque<AutoCloseable> held = new ArrayDeque<>();

    <T extends AutoCloseable> T keep(T one) {
        held.push(one);
        return one;
    }

    /** Lets go of all; one that cannot be let go of does not keep the others. */
    @Override
    public void close() {
        while (!held.isEmpty()) {
            try {
                held.pop().close();
            } catch (Exception e) {
                LOG.warn("Could not let go of what an instance had: {}", DockerHost.words(e));
            }
        }
    }
}
