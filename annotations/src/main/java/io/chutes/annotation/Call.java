package io.chutes.annotation;

import java.util.Optional;

/** The call being answered, for endpoint methods that want to know more than its body. */
public interface Call {
    /** The id of this call, as in its logs and in the {@code X-Request-Id} header of the answer. */
    String requestId();

    /** The first value of a request header, if the caller sent one; names are compared without regard to case. */
    Optional<String> header(String name);
}
