package io.chutes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.chutes.runtime.connection.CallerConnection;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server-sent events: one for each value, and a last one that says how it ended, so that a stream never just ends. Headers go out with the first, so what fails before it still gets a
 * status of its own. In silence, a comment now and then keeps whatever lies between awake.
 */
final class EventStream {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(UTF_8);

    private final EndpointCalls.EndpointCall call;
    private final Context context;
    private final long heartbeatNanos;
    private final EventFormat format;
    /** Held while an event is written. */
    private final ReentrantLock writing = new ReentrantLock();

    private final AtomicBoolean beating = new AtomicBoolean();
    private volatile long lastWrite;
    private volatile boolean begun;
    private boolean ended;
    private long id;

    EventStream(EndpointCalls.EndpointCall call, Duration heartbeat, EventFormat format) {
        this.call = call;
        this.context = call.context();
        this.heartbeatNanos = heartbeat.toNanos();
        this.format = format;
    }

    /** Sends all; what fails before the first event is thrown. */
    void send(Callable<? extends Stream<?>> source) throws Exception {
        call.running().streams(this);
        try {
            // Values are pushed: an iterator would hold back all that one step of flatMap yields, for ever if it is
            // endless.
            try (Stream<?> values = source.call()) {
                values.sequential().forEachOrdered(this::value);
            }
            last(format.completed(id));
        } catch (Throwable thrown) {
            if (!begun) {
                throw thrown;
            }
            end(call.running().reasonOf(thrown));
        }
    }

    private void end(Throwable reason) {
        if (reason instanceof CallerLeftException || reason instanceof CallOverException) {
            LOG.debug(
                    "The stream of {} ended after event {}, request {}",
                    context.path(),
                    id,
                    RequestIds.of(context),
                    reason);
            return;
        }
        Problem problem = Problems.of(reason, context);
        call.running().streamFailed(problem.status());
        try {
            last(format.failed(problem));
        } catch (UncheckedIOException | CallerLeftException | CallOverException e) {
            LOG.debug("The caller of {} left before the error, request {}", context.path(), problem.requestId(), e);
        }
    }

    private void value(Object value) {
        byte[] json = Json.bytes(Objects.requireNonNull(value, "the stream has a null in it"));
        call.running().part();
        if (format == EventFormat.OPENAI) {
            call.running().tells(json);
        }
        id++;
        write(format.value(id, json), false);
    }

    /** The last event: who has seen it may call again at once, so the place is free before. */
    private void last(byte[] event) {
        call.running().claim();
        call.turn().close();
        write(event, true);
    }

    private void write(byte[] event, boolean last) {
        writing.lock();
        try {
            if (ended) {
                throw new CallOverException("the stream was ended by its clock");
            }
            if (!begun) {
                lastWrite = System.nanoTime(); // or it would seem to have been silent for ever
                begun = true;
                call.begin("text/event-stream;charset=utf-8").setHeader("Cache-Control", "no-cache");
            }
            ended = last;
            // Not Javalin's own stream: that one does not pass flush() on.
            OutputStream out = context.res().getOutputStream();
            out.write(event);
            out.flush();
            lastWrite = System.nanoTime();
        } catch (IOException e) {
            call.running().callerLeft();
            throw new UncheckedIOException(e);
        } finally {
            writing.unlock();
        }
    }

    /** Writes a comment if nothing was written for long, on a thread of its own, as the caller may not read. */
    void keepAwake(long now) {
        if (begun && now - lastWrite >= heartbeatNanos && !beating.getAndSet(true)) {
            Thread.startVirtualThread(this::beat);
        }
    }

    private void beat() {
        if (writing.tryLock()) { // else an event is on its way, which does as well
            try {
                if (!ended) {
                    context.res().getOutputStream().write(KEEP_ALIVE);
                    context.res().getOutputStream().flush();
                    lastWrite = System.nanoTime();
                }
            } catch (IOException e) {
                call.running().callerLeft();
            } finally {
                writing.unlock();
            }
        }
        beating.set(false);
    }

    /** Ends the stream of a method that takes no notice of its interrupt. */
    void endInItsPlace(ProblemException failure) {
        boolean free = false;
        try {
            free = writing.tryLock(1, TimeUnit.SECONDS);
            if (!free) { // an event is being written, and the caller does not read it
                new CallerConnection(context.req()).cut();
            } else if (!ended) {
                OutputStream out = context.res().getOutputStream();
                write(format.failed(Problems.of(failure, context)), true);
                out.close();
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("The caller of {} left before the error, request {}", context.path(), RequestIds.of(context), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (free) {
                writing.unlock();
            }
        }
    }
}
