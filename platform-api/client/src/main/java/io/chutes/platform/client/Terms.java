package io.chutes.platform.client;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * On what terms a client asks.
 *
 * @param idempotencyKey by which the platform knows a request that creates again, null for one of its own each time
 * @param tag what is to be changed must still have it, null for whatever it has
 * @param seen gets the tags of what is read
 */
record Terms(@Nullable String idempotencyKey, @Nullable String tag, Consumer<Optional<String>> seen) {
    static final Terms NONE = new Terms(null, null, _ -> {});

    Terms withKey(String key) {
        return new Terms(key, tag, seen);
    }

    Terms withTag(String wanted) {
        return new Terms(idempotencyKey, wanted, seen);
    }

    Terms seenBy(Consumer<Optional<String>> reader) {
        return new Terms(idempotencyKey, tag, reader);
    }

    void requireNone(String request) {
        requireNoKey(request);
        requireNoTag(request);
    }

    void requireNoKey(String request) {
        if (idempotencyKey != null) {
            throw new IllegalStateException(request + " creates nothing, and takes no Idempotency-Key");
        }
    }

    void requireNoTag(String request) {
        if (tag != null) {
            throw new IllegalStateException(request + " takes no If-Match");
        }
    }
}
