package io.chutes.runtime;

import io.javalin.http.Context;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one call: who writes it, its method or in its place a clock, and how far it has come. Guarded by the lock of its
 * {@link RunningCall}.
 */
final class CallAnswer {
    private final Context context;
    private @Nullable EventStream stream;
    private volatile boolean inParts;
    private Writer writer = Writer.NOBODY;
    private int failed;
    private @Nullable TokenUsage tokens;

    CallAnswer(Context context) {
        this.context = context;
    }

    private enum Writer {
        NOBODY,
        METHOD,
        CLOCK
    }

    /** Whether the method may write it, which it then does from now on. */
    boolean tryTake() {
        boolean free = writer != Writer.CLOCK;
        if (free) {
            writer = Writer.METHOD;
        }
        return free;
    }

    /** It comes in parts from now on. */
    void part() {
        inParts = true;
    }

    /** It is a stream that is to be kept awake, and to be ended in place of a method that does not end. */
    void streams(EventStream events) {
        stream = events;
        inParts = true;
    }

    boolean isInParts() {
        return inParts;
    }

    void keepAwake(long now) {
        if (stream != null) {
            stream.keepAwake(now);
        }
    }

    /** Ends it in place of a method that does not end. */
    void end(ProblemException problem) {
        if (writer == Writer.NOBODY) {
            writer = Writer.CLOCK;
            Thread.startVirtualThread(() -> LateAnswer.send(problem, context));
        } else if (stream != null) {
            EventStream events = stream;
            Thread.startVirtualThread(() -> events.endInItsPlace(problem));
        }
    }

    /** It ends in a problem of that status, after it had begun with another. */
    void failed(int status) {
        failed = status;
    }

    int status() {
        return failed == 0 ? context.res().getStatus() : failed;
    }

    /** What the method has answered, or a part of it: the last that tells its tokens holds. Only for the thread of the call. */
    void tells(byte[] json) {
        TokenUsage.of(json).ifPresent(told -> tokens = told);
    }

    /** The tokens that the call took, if its answer told. */
    Optional<TokenUsage> tokens() {
        return Optional.ofNullable(tokens);
    }
}
