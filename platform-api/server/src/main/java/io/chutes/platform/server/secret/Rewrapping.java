package io.chutes.platform.server.secret;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves secrets to the active master key while the platform serves, again and again: another replica may go on writing with the
 * old one until it is restarted. Once it has nothing to do, the old key is no longer needed.
 */
public final class Rewrapping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rewrapping.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int BATCH = 100;
    private static final SecretPlace FIRST = new SecretPlace(Long.MIN_VALUE, "", "");

    private final Secrets secrets;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("rewrapping").unstarted(this::run);

    private Rewrapping(Secrets secrets) {
        this.secrets = secrets;
    }

    /** Begins at once. */
    public static Rewrapping start(Secrets secrets) {
        var rewrapping = new Rewrapping(secrets);
        if (secrets.canRewrap()) {
            rewrapping.thread.start();
        }
        return rewrapping;
    }

    private void run() {
        try {
            do {
                pass();
            } while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass() {
        int count = 0;
        try {
            List<SecretPlace> done = secrets.rewrap(FIRST, BATCH);
            while (!done.isEmpty() && closed.getCount() > 0) {
                count += done.size();
                done = secrets.rewrap(done.getLast(), BATCH);
            }
        } catch (RuntimeException e) {
            LOG.error("Secrets could not be moved to the active master key; the next attempt follows", e);
        }
        if (count > 0) {
            LOG.info("{} secrets were moved to the active master key", count);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
