package io.chutes.platform.server.upstream;

import java.io.InputStream;

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
     * @param length how many, below 0 if that is not known
     */
    record Streamed(InputStream bytes, long length) implements Content {}
}
