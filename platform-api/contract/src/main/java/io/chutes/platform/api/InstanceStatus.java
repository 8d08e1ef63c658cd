package io.chutes.platform.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The stations of an instance's life. */
public enum InstanceStatus {
    /** Asked for; no node has room yet. */
    @JsonProperty("pending")
    PENDING,
    /** A node has been chosen and has yet to take it up. */
    @JsonProperty("placing")
    PLACING,
    /** The node fetches the image. */
    @JsonProperty("pulling")
    PULLING,
    /** The process is started and not yet ready. */
    @JsonProperty("starting")
    STARTING,
    /** It takes calls, and costs. */
    @JsonProperty("ready")
    READY,
    /** It finishes what it has and takes nothing new. */
    @JsonProperty("draining")
    DRAINING,
    /** It ended as it should. */
    @JsonProperty("stopped")
    STOPPED,
    /** It ended otherwise; the reason says how. */
    @JsonProperty("failed")
    FAILED;

    /** Whether nothing more will happen to it. */
    public boolean isFinal() {
        return this == STOPPED || this == FAILED;
    }
}
