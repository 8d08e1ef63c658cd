package io.chutes.platform.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a scope of a key allows; none implies another. */
public enum Action {
    /** To look at it. */
    @JsonProperty("read")
    READ,
    /** To make or change it. */
    @JsonProperty("write")
    WRITE,
    /** To call it. */
    @JsonProperty("invoke")
    INVOKE,
    /** To delete it. */
    @JsonProperty("delete")
    DELETE
}
