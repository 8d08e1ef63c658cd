package io.chutes.platform.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a scope of a key is about. */
public enum Resource {
    /** The account itself and its roles. */
    @JsonProperty("account")
    ACCOUNT,
    /** Its keys. */
    @JsonProperty("keys")
    KEYS,
    /** Its balance, ledger, usage, budgets and deposits. */
    @JsonProperty("money")
    MONEY,
    /** The images in its repositories. */
    @JsonProperty("images")
    IMAGES,
    /** Its chutes, their versions and instances, and calls to them. */
    @JsonProperty("chutes")
    CHUTES,
    /** Its secrets. */
    @JsonProperty("secrets")
    SECRETS,
    /** The nodes that it lends. */
    @JsonProperty("nodes")
    NODES,
    /** What happened to all of these. */
    @JsonProperty("events")
    EVENTS
}
