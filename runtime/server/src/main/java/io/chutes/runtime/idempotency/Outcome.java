package io.chutes.runtime.idempotency;

import io.chutes.annotation.ProblemException;
import org.jspecify.annotations.Nullable;

/** What became of a call that was not in vain. */
public sealed interface Outcome {
    /** What it takes to keep it, apart from the bytes of an answer. */
    int OVERHEAD = 1024;

    /**
     * An answer, 200 or 204.
     *
     * @param contentType null for 204
     */
    @SuppressWarnings("ArrayRecordComponent") // kept and sent, never compared or changed
    record Answered(@Nullable String contentType, byte[] body) implements Outcome {}

    /** A problem that the same call would meet again. */
    record Refused(ProblemException problem) implements Outcome {}

    /** An answer that is not kept, as it has more bytes than one may. */
    record TooLarge(long length) implements Outcome {}

    /** What it takes to keep it. */
    default long bytes() {
        return switch (this) {
            case Answered answered -> answered.body().length + OVERHEAD;
            case Refused _, TooLarge _ -> OVERHEAD;
        };
    }
}
