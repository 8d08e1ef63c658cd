package io.chutes.platform.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Who may call a chute beside its owner: {@code PUT /v1/chutes/{name}/access}.
 *
 * @param callers who
 */
public record ChuteAccess(Callers callers) {
    /** Whom a chute lets call its endpoints of visibility {@code PUBLIC}; those of {@code OWNER} are its owner's alone. */
    public enum Callers {
        /** The accounts that it is shared with. */
        @JsonProperty("shared")
        SHARED,
        /** Every account of the platform. */
        @JsonProperty("everybody")
        EVERYBODY
    }
}
