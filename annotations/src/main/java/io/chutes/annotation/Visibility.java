package io.chutes.annotation;

/** Who may call an {@link Endpoint}, beside the platform's own checks of keys and budgets. */
public enum Visibility {
    /** Everybody who may call the chute. */
    PUBLIC,
    /** Only the account that owns the chute. */
    OWNER
}
