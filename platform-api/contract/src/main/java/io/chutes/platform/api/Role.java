package io.chutes.platform.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an account may be to the platform, besides a user of it, which every account is. */
public enum Role {
    /** Pushes images and deploys chutes. */
    @JsonProperty("developer")
    DEVELOPER,
    /** Lends nodes. */
    @JsonProperty("provider")
    PROVIDER,
    /** Runs the platform. */
    @JsonProperty("admin")
    ADMIN
}
