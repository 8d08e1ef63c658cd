package io.chutes.runtime.trace;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One call in a trace. */
public interface CallSpan {
    /** Where the call stands in its trace, as the header {@code traceparent} (W3C Trace Context) says it. */
    String traceparent();

    /**
     * The call has ended, on the thread that it began on.
     *
     * @param status the HTTP status of its answer or, for a stream that failed after its first event, of its last event's problem
     * @param cancelled whether its caller left before
     * @param turn how long it waited for its turn; null if it never had one
     */
    void ended(int status, boolean cancelled, @Nullable Duration turn);
}
