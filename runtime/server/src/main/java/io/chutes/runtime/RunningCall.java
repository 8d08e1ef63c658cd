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
 * One call, from its arrival until its method has ended: its clocks, whether its caller is still there, and who answers. A clock
 * that goes off interrupts the method's thread, once; a method that takes no notice is answered for, and keeps its place.
 */
final class RunningCall implements AutoCloseable {
    /** How long an interrupted method has to end by itself, so that it can say more than its clock. */
    private static final Duration GRACE = Duration.ofMillis(200);

    /** Most calls are over before: to watch their connections would cost more than they do. */
    private static final long YOUNG_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final int TIMED_OUT = 504;
    private static final Limit NONE = new Limit(Long.MAX_VALUE, "", Duration.ZERO);

    private final Calls calls;
    private final Context context;
    private final Settings settings;
    private final Thread thread = Thread.currentThread();
    private final long came = System.nanoTime();
    private final CallerWatch caller;
    private long began;
    private Limit total = NONE;
    private Limit next = NONE;
    private Limit grace = NONE;
    private @Nullable EventStream stream;
    private volatile boolean inParts;
    private @Nullable RuntimeException end;
    private Answerer answerer = Answerer.NOBODY;
    private int failedStream;
    private @Nullable TokenUsage tokens;
    private boolean over;

    RunningCall(Calls calls, Context context, Settings settings) {
        this.calls = calls;
        this.context = context;
        this.settings = settings;
        this.caller = new CallerWatch(new CallerConnection(context.req()));
    }

    /** Who writes the answer. */
    private enum Answerer {
        NOBODY,
        METHOD,
        CLOCK
    }

    /**
     * The end of a time that something may take.
     *
     * @param at by {@link System#nanoTime}
     * @param setting that says so; put into words only when it is over, as most never are
     */
    private record Limit(long at, String setting, Duration duration) {
        static Limit in(Duration duration, String setting) {
            return new Limit(System.nanoTime() + duration.toNanos(), setting, duration);
        }

        String name() {
            return setting.startsWith("@") ? setting + ", " + duration : setting;
        }

        boolean isOver(long now) {
            return at != Long.MAX_VALUE && now - at >= 0;
        }

        Limit sooner(Limit other) {
            return other.at == Long.MAX_VALUE || (at != Long.MAX_VALUE && at - other.at < 0) ? this : other;
        }
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

    /** What the method has answered, or a part of it: the last that tells its tokens holds. Only for the thread of the call. */
    void tells(byte[] json) {
        TokenUsage.of(json).ifPresent(told -> tokens = told);
    }

    /** The tokens that the call took, if its answer told. */
    Optional<TokenUsage> tokens() {
        return Optional.ofNullable(tokens);
    }

    /**
     * The call has its turn: its clocks start.
     *
     * @param left what the caller gives it
     */
    synchronized void begin(Duration left) {
        began = System.nanoTime();
        boolean callersLimit = left.compareTo(settings.total()) < 0;
        total = callersLimit
                ? Limit.in(left, "X-Chutes-Deadline-Ms of the caller")
                : Limit.in(settings.total(), "@Timeouts(total)");
        next = Limit.in(settings.firstByte(), "@Timeouts(firstByte)");
        calls.wakeAt(total.sooner(next).at);
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
        boolean free = answerer != Answerer.CLOCK && !(end instanceof CallerLeftException);
        if (free) {
            answerer = Answerer.METHOD;
        }
        return free;
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
        inParts = true;
        next = Limit.in(settings.idle(), "@Timeouts(idle)");
        calls.wakeAt(next.at);
    }

    /** All of the answer is there; what remains is the caller's taking it. */
    synchronized void answered() {
        claim();
        next = NONE;
    }

    /** A stream that is to be kept awake, and to be ended in place of a method that does not end. */
    synchronized void streams(EventStream events) {
        stream = events;
        inParts = true;
    }

    /** Whether its answer comes in parts: the instance's end leaves it to its own clocks. */
    boolean streams() {
        return inParts;
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
        failedStream = status;
    }

    /** An answer that had begun was cut off: by what has ended the call, or else for a reason of that status. */
    synchronized void cutOff(int status) {
        failedStream = end instanceof ProblemException problem ? problem.status() : status;
    }

    /** How it ended, which it has. */
    synchronized CallOutcome outcome() {
        int status = failedStream == 0 ? context.res().getStatus() : failedStream;
        return new CallOutcome(status, end instanceof CallerLeftException);
    }

    /** How long it waited for its place. */
    synchronized Duration queued() {
        return Duration.ofNanos((began == 0 ? System.nanoTime() : began) - came);
    }

    /** How long it waited for its turn; null if it never had one. */
    synchronized @Nullable Duration turn() {
        return began == 0 ? null : Duration.ofNanos(began - came);
    }

    /** How long ago it came. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - came);
    }

    /** How long the call waited, and how long it has run, for {@code Server-Timing}. */
    synchronized String timing() {
        long from = began == 0 ? System.nanoTime() : began;
        return "queue;dur=" + tenths(from - came) + ", run;dur=" + tenths(System.nanoTime() - from);
    }

    private static double tenths(long nanos) {
        return Math.round(nanos / 1e5) / 10.0;
    }

    synchronized long runningNanos(long now) {
        return began == 0 ? 0 : now - began;
    }

    /** Looks after it; returns when to look again. */
    synchronized long look(long now, Selector selector) {
        if (over) {
            return Long.MAX_VALUE;
        }
        if (end == null && total.sooner(next).isOver(now)) {
            expire(total.isOver(now) ? total : next);
        }
        if (grace.isOver(now)) {
            grace = NONE;
            answerInItsPlace();
        }
        if (end == null && now - came > YOUNG_NANOS) {
            caller.begin(selector, this);
        }
        if (stream != null && end == null) {
            stream.keepAwake(now);
        }
        return (end == null ? total.sooner(next) : grace).at;
    }

    private void expire(Limit limit) {
        end(new ProblemException(TIMED_OUT, "The call was ended by " + limit.name()));
    }

    /** Ends the call with the problem that fits it, unless something has ended it before. */
    synchronized void end(ProblemException waiting, ProblemException running) {
        end(began == 0 ? waiting : running);
    }

    /** Ends the call with a problem, unless something has ended it before. */
    synchronized void end(ProblemException problem) {
        if (!over && end == null) {
            end = problem;
            grace = Limit.in(GRACE, "");
            calls.wakeAt(grace.at);
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

    private void answerInItsPlace() {
        if (!(end instanceof ProblemException problem)) {
            return;
        }
        if (answerer == Answerer.NOBODY) {
            answerer = Answerer.CLOCK;
            Thread.startVirtualThread(() -> LateAnswer.send(problem, context));
        } else if (stream != null) {
            EventStream events = stream;
            Thread.startVirtualThread(() -> events.endInItsPlace(problem));
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
