package io.chutes.runtime;

import io.chutes.runtime.connection.CallerConnection;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls that an instance has taken, and the one thread that looks after them: their clocks, the silence of their streams, and
 * their callers' connections. A look costs some nanoseconds a call; nothing is scheduled for calls that end in time.
 */
final class Calls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Set<RunningCall> calls = ConcurrentHashMap.newKeySet();
    private final Selector selector;
    private final Thread watcher = Thread.ofPlatform().name("calls").daemon().unstarted(this::lookAfter);
    private volatile long wake = System.nanoTime();
    private volatile boolean draining;
    private volatile boolean closed;

    Calls() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("could not open a selector", e);
        }
    }

    /** Begins to look after them. */
    void watch() {
        watcher.start();
    }

    RunningCall add(Context context, Settings settings) {
        var call = new RunningCall(this, context, settings);
        calls.add(call);
        return call;
    }

    void remove(RunningCall call) {
        calls.remove(call);
        if (draining) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** Somebody has a limit at that moment. */
    void wakeAt(long nanos) {
        if (nanos - wake < 0 && Thread.currentThread() != watcher) {
            selector.wakeup();
        }
    }

    /** How long the call runs that runs the longest. */
    Duration oldest() {
        long now = System.nanoTime();
        return Duration.ofNanos(
                calls.stream().mapToLong(call -> call.runningNanos(now)).max().orElse(0));
    }

    /** Waits until there are none of these; false if some are left after the limit. */
    synchronized boolean awaitNone(Predicate<RunningCall> of, Duration limit) {
        draining = true;
        long until = System.nanoTime() + limit.toNanos();
        try {
            for (long left = limit.toNanos(); has(of) && left > 0; left = until - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !has(of);
    }

    private boolean has(Predicate<RunningCall> of) {
        return calls.stream().anyMatch(of);
    }

    /** Ends all of these: those that still wait for their turn by one problem, those that had it by another. */
    void end(Predicate<RunningCall> of, ProblemException waiting, ProblemException running) {
        calls.stream().filter(of).forEach(call -> call.end(waiting, running));
    }

    private void lookAfter() {
        try (Selector _ = selector) {
            while (!closed) {
                long now = System.nanoTime();
                long next = now + TICK_NANOS;
                for (RunningCall call : calls) {
                    long at = look(call, now);
                    next = at != Long.MAX_VALUE && at - next < 0 ? at : next;
                }
                renewInterest();
                wake = next;
                long millis = TimeUnit.NANOSECONDS.toMillis(next - System.nanoTime());
                selector.select(Calls::readable, Math.max(1, millis));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not watch the callers", e);
        }
    }

    /** What goes wrong with one is no reason to look after the others no more. */
    private long look(RunningCall call, long now) {
        try {
            return call.look(now, selector);
        } catch (RuntimeException e) {
            LOG.error("Could not look after the call of {}", call.context().path(), e);
            return Long.MAX_VALUE;
        }
    }

    /** In the connections of calls that are not over. */
    private void renewInterest() {
        for (SelectionKey key : selector.keys()) {
            try {
                if (key.isValid() && key.attachment() instanceof RunningCall call) {
                    if (call.isOver()) {
                        key.cancel();
                    } else {
                        CallerConnection.tellOf(key, SelectionKey.OP_READ);
                    }
                }
            } catch (CancelledKeyException e) { // the caller left at this moment
                LOG.debug("A caller cannot be watched any more", e);
            }
        }
    }

    /** Either more bytes have come, which are the next request's or still of this one, or the caller has closed. */
    private static void readable(SelectionKey key) {
        RunningCall call = (RunningCall) key.attachment();
        try {
            call.readable(CallerConnection.isClosed(key));
            CallerConnection.tellOf(key, 0); // until the next look, or it would be told of the same for ever
        } catch (RuntimeException e) {
            LOG.error(
                    "Could not tell whether the caller of {} is there",
                    call.context().path(),
                    e);
            key.cancel();
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }
}
