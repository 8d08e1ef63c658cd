package io.chutes.platform.manifest;

/** Who may call an endpoint. */
public enum Visibility {
    /** Everybody who may call the chute. */
    PUBLIC,
    /** Only the account that owns the chute. */
    OWNER
}
