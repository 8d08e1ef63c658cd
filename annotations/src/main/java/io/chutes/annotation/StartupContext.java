package io.chutes.annotation;

import java.time.Instant;

/** The instance that starts or stops, for the methods that prepare and end it. */
public interface StartupContext {
    /** The chute's name. */
    String chute();

    /** How many GPUs the instance has: {@link Gpu#count}, 0 for a chute without {@link Gpu}. */
    int gpus();

    /** How many calls run at once: {@link Scaling#concurrency}. */
    int concurrency();

    /** When the start is given up, by {@link Timeouts#startup}, or the end no longer waited for. */
    Instant deadline();

    /** Says in the log and in the start-up phases what is being done, such as {@code "loading 3 of 8 shards"}. */
    void progress(String message);

    /** Says, from any thread and at any time after, that the instance can serve no more, and why: it takes no more calls, ends and is replaced. */
    void fail(String reason);
}
