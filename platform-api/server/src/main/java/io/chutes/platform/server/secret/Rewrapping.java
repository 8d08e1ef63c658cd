package io.chutes.platform.server.secret;

import io.chutes.platform.server.loop.Loop;
import java.time.Duration;
import java.util.List;
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
    private final Loop loop = new Loop("rewrapping", PAUSE, this::pass);

    private Rewrapping(Secrets secrets) {
        this.secrets = secrets;
    }

    /** Begins at once. */
    public static Rewrapping start(Secrets secrets) {
        var rewrapping = new Rewrapping(secrets);
        if (secrets.canRewrap()) {
            rewrapping.loop.start();
        }
        return rewrapping;
    }

    private void pass() {
        int count = 0;
        try {
            List<SecretPlace> done = secrets.rewrap(FIRST, BATCH);
            while (!done.isEmpty() && loop.goesOn()) {
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
        loop.close();
    }
}
