package io.chutes.runtime;

import io.chutes.runtime.connection.CallerConnection;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One call, from its arrival until its method has ended, or something has ended it: a clock, its caller who left, the instance. What
 * ends it interrupts the method's thread, once; a method that takes no notice is answered for, and keeps its place.
 */
final class RunningCall implements AutoCloseable {
    /** How long an interrupted method has to end by itself, so that it can say more than its clock. */
    private static final Duration GRACE = Duration.ofMillis(200);

    /** Most calls are over before: to watch their connections would cost more than they do. */
    private static final long YOUNG_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final int TIMED_OUT = 504;

    private final Calls calls;
    private final Context context;
    private final Thread thread = Thread.currentThread();
    private final CallClocks clocks;
    private final CallAnswer answer;
    private final CallerWatch caller;
    private Limit grace = Limit.NONE;
    private @Nullable RuntimeException end;
    private boolean over;

    RunningCall(Calls calls, Context context, Settings settings) {
        this.calls = calls;
        this.context = context;
        this.clocks = new CallClocks(settings);
        this.answer = new CallAnswer(context);
        this.caller = new CallerWatch(new CallerConnection(context.req()));
    }

    Context context() {
        return context;
    }

    /** Writes to the caller: where that fails he has left, unless a clock has ended the call. */
    void write(Writing what) throws IOException {
        try {
            what.run();
        } catch (IOException e) {
            callerLeft();
            throw e;
        }
    }

    /** A part of an answer on its way to the caller. */
    @FunctionalInterface
    interface Writing {
        void run() throws IOException;
    }

    /** What the method has answered, or a part of it. Only for the thread of the call. */
    void tells(byte[] json) {
        answer.tells(json);
    }

    /** The tokens that the call took, if its answer told. */
    Optional<TokenUsage> tokens() {
        return answer.tokens();
    }

    /**
     * The call has its turn: its clocks start.
     *
     * @param left what the caller gives it
     */
    synchronized void begin(Duration left) {
        clocks.begin(left);
        calls.wakeAt(clocks.limit().at());
    }

    /** The method writes the answer from now on. */
    synchronized void claim() {
        if (!tryClaim()) {
            throw end instanceof CallerLeftException
                    ? end
                    : new CallOverException("the call was answered by its clock");
        }
    }

    /** Whether the method may write the answer, which it then does from now on. */
    synchronized boolean tryClaim() {
        return !(end instanceof CallerLeftException) && answer.tryTake();
    }

    /**
     * A part of the answer is on its way: from now on the time between parts counts. A method that goes on after its time is
     * stopped here.
     */
    synchronized void part() {
        claim();
        if (end != null) {
            throw end;
        }
        answer.part();
        clocks.part();
        calls.wakeAt(clocks.limit().at());
    }

    /** All of the answer is there; what remains is the caller's taking it. */
    synchronized void answered() {
        claim();
        clocks.answered();
    }

    /** A stream that is to be kept awake, and to be ended in place of a method that does not end. */
    synchronized void streams(EventStream events) {
        answer.streams(events);
    }

    /** Whether its answer comes in parts: the instance's end leaves it to its own clocks. */
    boolean streams() {
        return answer.isInParts();
    }

    synchronized boolean cancelled() {
        return end != null;
    }

    /** What a call's failure is: what ended it, if something did. */
    synchronized Throwable reasonOf(Throwable thrown) {
        if (end != null) {
            Thread.interrupted(); // the answer is still to be written
            return end;
        }
        return thrown;
    }

    /** A stream ends in a problem of that status. */
    synchronized void streamFailed(int status) {
        answer.failed(status);
    }

    /** An answer that had begun was cut off: by what has ended the call, or else for a reason of that status. */
    synchronized void cutOff(int status) {
        answer.failed(end instanceof ProblemException problem ? problem.status() : status);
    }

    /** How it ended, which it has. */
    synchronized CallOutcome outcome() {
        return new CallOutcome(answer.status(), end instanceof CallerLeftException);
    }

    /** How long it waited for its place. */
    synchronized Duration queued() {
        return clocks.queued();
    }

    /** How long it waited for its turn; null if it never had one. */
    synchronized @Nullable Duration turn() {
        return clocks.turn();
    }

    /** How long ago it came. */
    Duration age() {
        return Duration.ofNanos(clocks.ageNanos(System.nanoTime()));
    }

    /** How long the call waited, and how long it has run, for {@code Server-Timing}. */
    synchronized String timing() {
        return clocks.timing();
    }

    synchronized long runningNanos(long now) {
        return clocks.runningNanos(now);
    }

    /** Looks after it; returns when to look again. */
    synchronized long look(long now, Selector selector) {
        if (over) {
            return Long.MAX_VALUE;
        }
        Limit passed = end == null ? clocks.over(now) : null;
        if (passed != null) {
            String called = context.req().getMethod() + " " + context.req().getRequestURI();
            end(new ProblemException(TIMED_OUT, "The call of %s was ended by %s".formatted(called, passed.name())));
        }
        if (grace.isOver(now)) {
            grace = Limit.NONE;
            if (end instanceof ProblemException problem) {
                answer.end(problem);
            }
        }
        if (end != null) {
            return grace.at();
        }
        if (clocks.ageNanos(now) > YOUNG_NANOS) {
            caller.begin(selector, this);
        }
        answer.keepAwake(now);
        return clocks.limit().at();
    }

    /** Ends the call with the problem that fits it, unless something has ended it before. */
    synchronized void end(ProblemException waiting, ProblemException running) {
        end(clocks.hasBegun() ? running : waiting);
    }

    /** Ends the call with a problem, unless something has ended it before. */
    synchronized void end(ProblemException problem) {
        if (!over && end == null) {
            end = problem;
            grace = Limit.in(GRACE, "");
            calls.wakeAt(grace.at());
            thread.interrupt();
        }
    }

    /**
     * The caller's connection could be read, a moment ago.
     *
     * @param empty whether no bytes are there
     */
    synchronized void readable(boolean empty) {
        if (!over && caller.hasLeft(empty)) {
            callerLeft();
        }
    }

    /** Nobody waits for the answer any more. */
    synchronized void callerLeft() {
        if (!over && end == null) {
            end = new CallerLeftException();
            thread.interrupt();
        }
    }

    /** No interrupt is left behind. */
    @Override
    public void close() {
        synchronized (this) {
            over = true;
            if (end != null) {
                Thread.interrupted();
            }
        }
        calls.remove(this);
    }

    synchronized boolean isOver() {
        return over;
    }
}
