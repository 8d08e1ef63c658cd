package io.chutes.processor;

/**
 * A method that runs before the first call or after the last.
 *
 * @param kind when
 * @param method its name
 * @param priority lower first
 * @param takesContext whether it has a parameter
 */
record HookModel(Kind kind, String method, int priority, boolean takesContext) {
    /** When a hook runs. */
    enum Kind {
        STARTUP,
        WARMUP,
        SHUTDOWN
    }
}
