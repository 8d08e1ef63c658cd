package io.chutes.platform.server.log;

import io.chutes.platform.server.loop.Loop;
import java.time.Duration;
import java.time.InstantSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what instances wrote once it is old, every minute, a part at a time. */
public final class LogUpkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogUpkeep.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final int AT_ONCE = 1000;

    private final Jdbi jdbi;
    private final LogLimits limits;
    private final InstantSource clock;
    private final LogStore store = new LogStore();
    private final Loop loop = new Loop("old logs", EVERY, this::expire);

    LogUpkeep(Jdbi jdbi, LogLimits limits, InstantSource clock) {
        this.jdbi = jdbi;
        this.limits = limits;
        this.clock = clock;
    }

    /** Begins. */
    public static LogUpkeep start(Jdbi jdbi, LogLimits limits, InstantSource clock) {
        var upkeep = new LogUpkeep(jdbi, limits, clock);
        upkeep.loop.start();
        return upkeep;
    }

    void expire() {
        try {
            int gone;
            do {
                gone = jdbi.inTransaction(
                        handle -> store.expire(handle, clock.instant().minus(limits.age()), AT_ONCE));
            } while (gone == AT_ONCE && loop.goesOn());
        } catch (JdbiException e) {
            LOG.warn("Could not remove old logs", e);
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
