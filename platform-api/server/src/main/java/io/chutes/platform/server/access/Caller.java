package io.chutes.platform.server.access;

/** Who calls, once let in. */
public sealed interface Caller {
    /** Somebody, on a route that is open to all. */
    record Anybody() implements Caller {}

    /** An account. */
    record Account(Principal principal) implements Caller {}

    /** A node of this platform. */
    record Node(String name) implements Caller {}
}
