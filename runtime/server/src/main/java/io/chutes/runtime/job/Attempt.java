package io.chutes.runtime.job;

import io.chutes.runtime.job.JobStatus.Progress;
import io.chutes.runtime.spi.Body;
import io.chutes.runtime.spi.JobRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of a job's method, and all that the method sees. */
final class Attempt implements JobRequest {
    private static final int MAX_MESSAGE = 1000;

    private final String jobId;
    private final int number;
    private final Instant deadline;
    private final Timers timers;
    private final Body body;
    private @Nullable Thread thread;
    private volatile boolean ended;
    private volatile @Nullable Progress progress;

    Attempt(String jobId, int number, Instant deadline, Timers timers, Body body) {
        this.jobId = jobId;
        this.number = number;
        this.deadline = deadline;
        this.timers = timers;
        this.body = body;
    }

    /** Runs on a thread of its own. */
    void start(String name, Runnable run) {
        thread = Thread.ofVirtual().name(name).start(run);
    }

    void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Whether its thread is done within so much time. */
    boolean join(Duration patience) throws InterruptedException {
        return thread == null || thread.join(patience);
    }

    /** From now on what it does is of no account. */
    void end() {
        ended = true;
    }

    boolean ended() {
        return ended;
    }

    Optional<Progress> progress() {
        return Optional.ofNullable(progress);
    }

    @Override
    public String jobId() {
        return jobId;
    }

    @Override
    public int attempt() {
        return number;
    }

    @Override
    public Instant deadline() {
        return deadline;
    }

    @Override
    public boolean cancelled() {
        return ended || !timers.now().isBefore(deadline);
    }

    /** Of a long message the beginning is kept. */
    @Override
    public void progress(double fraction, String message) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("a job's progress is a fraction from 0 to 1, got " + fraction);
        }
        if (!ended) {
            progress = new Progress(
                    fraction, message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE));
        }
    }

    @Override
    public <T> T body(Class<T> type) {
        return body.body(type);
    }

    @Override
    public <T> List<T> list(Class<T> element) {
        return body.list(element);
    }

    @Override
    public <T> Map<String, T> map(Class<T> value) {
        return body.map(value);
    }

    @Override
    public String text() {
        return body.text();
    }

    @Override
    public byte[] bytes() {
        return body.bytes();
    }
}
