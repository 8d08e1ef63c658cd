package io.chutes.platform.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of a chute serve: the newest of {@code GET /v1/chutes/{name}/rollouts} is in force.
 *
 * @param number counted from 1
 * @param version the version that serves
 * @param canary another that is tried out beside it, null for none
 * @param cause why it came to be
 * @param at since when
 */
public record Rollout(int number, int version, @Nullable Canary canary, Cause cause, Instant at) {
    /** Why a rollout came to be. */
    public enum Cause {
        /** A new version was deployed. */
        @JsonProperty("deployed")
        DEPLOYED,
        /** A version that had been tried out, or only been made, became the one that serves. */
        @JsonProperty("promoted")
        PROMOTED,
        /** A version that had served before serves again, or a canary was given up. */
        @JsonProperty("rolled_back")
        ROLLED_BACK,
        /** A version is tried out. */
        @JsonProperty("canary")
        CANARY
    }
}
