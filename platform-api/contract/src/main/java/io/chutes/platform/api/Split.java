package io.chutes.platform.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the percentage of a {@link Canary} is of. */
public enum Split {
    /** Each call is decided on its own, but one that is repeated with its {@code Idempotency-Key} is decided alike. */
    @JsonProperty("calls")
    CALLS,
    /** Each key is decided once: whoever calls meets the same version as long as the rollout is in force. */
    @JsonProperty("callers")
    CALLERS
}
