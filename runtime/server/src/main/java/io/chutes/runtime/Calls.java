package io.chutes.runtime;

import io.chutes.runtime.connection.CallerConnection;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The calls that an instance has taken, and the one thread that looks after them: their clocks, the silence of their streams, and
 * their callers' connections. A look costs some nanoseconds a call; nothing is scheduled for calls that end in time.
 */
final class Calls implements AutoCloseable {
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
        if (draining && calls.isEmpty()) {
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

    /** Waits until there are none; false if some are left after the limit. */
    synchronized boolean awaitNone(Duration limit) {
        draining = true;
        long until = System.nanoTime() + limit.toNanos();
        try {
            for (long left = limit.toNanos(); !calls.isEmpty() && left > 0; left = until - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return calls.isEmpty();
    }

    /** Ends all that are left: those that still wait for their turn by one problem, those that had it by another. */
    void end(ProblemException waiting, ProblemException running) {
        calls.forEach(call -> call.end(waiting, running));
    }

    private void lookAfter() {
        try (Selector _ = selector) {
            while (!closed) {
                long now = System.nanoTime();
                long next = now + TICK_NANOS;
                for (RunningCall call : calls) {
                    long at = call.look(now, selector);
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

    /** In the connections of calls that are not over. */
    private void renewInterest() {
        for (SelectionKey key : selector.keys()) {
            if (key.isValid() && key.attachment() instanceof RunningCall call) {
                if (call.isOver()) {
                    key.cancel();
                } else {
                    CallerConnection.tellOf(key, SelectionKey.OP_READ);
                }
            }
        }
    }

    /** Either more bytes have come, which are the next request's or still of this one, or the caller has closed. */
    private static void readable(SelectionKey key) {
        ((RunningCall) key.attachment()).readable(CallerConnection.isClosed(key));
        CallerConnection.tellOf(key, 0); // until the next look, or it would be told of the same for ever
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }
}
