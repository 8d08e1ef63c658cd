package io.chutes.platform.server.account;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loop that settles the accounts that are deleted. */
public final class Settling implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Settling.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final Departures departures;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("settling").unstarted(this::run);

    private Settling(Departures departures) {
        this.departures = departures;
    }

    /** Begins. */
    public static Settling start(Departures departures) {
        var settling = new Settling(departures);
        settling.thread.start();
        return settling;
    }

    private void run() {
        try {
            while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                settle();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void settle() {
        try {
            departures.settle();
        } catch (JdbiException e) {
            LOG.warn("Could not settle deleted accounts; trying again", e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
