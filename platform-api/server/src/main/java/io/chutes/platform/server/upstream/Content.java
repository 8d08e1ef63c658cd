package io.chutes.platform.server.upstream;

import java.io.InputStream;
import java.util.function.Supplier;

/** What a request carries. */
public sealed interface Content {
    /** Nothing. */
    record None() implements Content {}

    /** Bytes that are there. */
    final class Whole implements Content {
        private final byte[] bytes;

        /** Those; they are not copied, and not to be changed until they are sent. */
        public Whole(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /**
     * Bytes that come while they are sent.
     *
     * @param bytes where they come from: asked for once, and not before there is a connection to send them over
     * @param length how many, below 0 if that is not known
     */
    record Streamed(Supplier<InputStream> bytes, long length) implements Content {}
}
