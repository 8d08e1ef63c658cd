package io.chutes.runtime.engine;

import java.time.Duration;

/** Is told when an engine that was up is down, and what becomes of it. */
public interface Outages {
    /**
     * It is down, and will be started again.
     *
     * @param reason a sentence for callers
     * @param likely when it is likely to be up
     */
    void down(String engine, String reason, Duration likely);

    /** It is up again. */
    void up(String engine);

    /** It, or the chute itself, is down for good, for that reason. */
    void lost(String reason);
}
