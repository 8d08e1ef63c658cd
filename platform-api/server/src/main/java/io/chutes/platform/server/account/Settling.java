package io.chutes.platform.server.account;

import io.chutes.platform.server.loop.Loop;
import io.chutes.platform.server.storage.SoleLock;
import java.time.Duration;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loop that settles the accounts that are deleted. */
public final class Settling implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Settling.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final Departures departures;
    private final SoleLock sole;
    private final Loop loop = new Loop("settling", EVERY, this::settle);

    private Settling(Departures departures, SoleLock sole) {
        this.departures = departures;
        this.sole = sole;
    }

    /**
     * Begins.
     *
     * @param sole held by the one control plane that settles
     */
    public static Settling start(Departures departures, SoleLock sole) {
        var settling = new Settling(departures, sole);
        settling.loop.start();
        return settling;
    }

    private void settle() {
        try {
            if (sole.isHeld()) {
                departures.settle();
            }
        } catch (JdbiException e) {
            LOG.warn("Could not settle deleted accounts; trying again", e);
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
