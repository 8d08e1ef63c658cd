package io.chutes.annotation;

import java.time.Instant;
import java.util.Optional;

/** The call being answered, for endpoint methods that want to know more than its body. */
public interface Call {
    /** The id of this call, as in its logs and in the {@code X-Request-Id} header of the answer. */
    String requestId();

    /** The first value of a request header, if the caller sent one; names are compared without regard to case. */
    Optional<String> header(String name);

    /** The name of the account that calls, if the call came by the platform. */
    Optional<String> caller();

    /**
     * When the call will be ended: what remains of {@link Timeouts#total}, or sooner if the caller asked so by
     * {@code X-Chutes-Deadline-Ms}.
     */
    Instant deadline();

    /** Whether nobody waits for the answer any more: the deadline is past, or the caller left. */
    boolean cancelled();
}
