package io.chutes.platform.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far a job is. */
public enum JobStatus {
    /** It waits: for an instance, for its turn, or to be tried again. */
    @JsonProperty("queued")
    QUEUED,
    /** An attempt runs. */
    @JsonProperty("running")
    RUNNING,
    /** It is over, and its result is there if it has one. */
    @JsonProperty("succeeded")
    SUCCEEDED,
    /** Its last attempt failed, or nothing more may be spent on it. */
    @JsonProperty("failed")
    FAILED,
    /** It was cancelled. */
    @JsonProperty("cancelled")
    CANCELLED;

    /** Whether nothing more will happen to it. */
    public boolean isFinal() {
        return switch (this) {
            case QUEUED, RUNNING -> false;
            case SUCCEEDED, FAILED, CANCELLED -> true;
        };
    }
}
