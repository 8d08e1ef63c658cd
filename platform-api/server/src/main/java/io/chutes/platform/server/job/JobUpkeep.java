package io.chutes.platform.server.job;

import io.chutes.platform.server.loop.Loop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.IntSupplier;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets go of results that are past their time, and of jobs that were over long ago, every minute, a part at a time. */
public final class JobUpkeep implements AutoCloseable {
    /** How long a job is shown after it is over. */
    static final Duration SHOWN = Duration.ofDays(30);

    private static final Logger LOG = LoggerFactory.getLogger(JobUpkeep.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final int AT_ONCE = 100;

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final JobStore store = new JobStore();
    private final Loop loop = new Loop("old jobs", EVERY, this::clean);

    JobUpkeep(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    static JobUpkeep start(Jdbi jdbi, InstantSource clock) {
        var upkeep = new JobUpkeep(jdbi, clock);
        upkeep.loop.start();
        return upkeep;
    }

    void clean() {
        try {
            whole(() -> jdbi.inTransaction(handle -> store.expire(handle, clock.instant(), AT_ONCE)));
            whole(() -> jdbi.inTransaction(
                    handle -> store.forget(handle, clock.instant().minus(SHOWN), AT_ONCE)));
        } catch (JdbiException e) {
            LOG.warn("Could not remove old jobs", e);
        }
    }

    private void whole(IntSupplier part) {
        int gone;
        do {
            gone = part.getAsInt();
        } while (gone == AT_ONCE && loop.goesOn());
    }

    @Override
    public void close() {
        loop.close();
    }
}
