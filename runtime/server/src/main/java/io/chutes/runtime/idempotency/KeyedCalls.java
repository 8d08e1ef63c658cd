package io.chutes.runtime.idempotency;

import io.chutes.annotation.ProblemException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** The calls of an instance that came with a key: those that run, and what became of the latest that are over. */
public final class KeyedCalls {
    private static final int UNPROCESSABLE = 422;

    private final Map<CallKey, Entry> running = new HashMap<>();
    /** The one that ended first comes first. */
    private final Map<CallKey, Entry> kept = new LinkedHashMap<>();

    private final KeptLimits limits;
    private final LongSupplier nanoTime;
    private long bytes;

    /**
     * None yet.
     *
     * @param nanoTime by which answers age
     */
    public KeyedCalls(KeptLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    public KeptLimits limits() {
        return limits;
    }

    /**
     * A call came.
     *
     * @param digest of all that the caller asks
     * @throws ProblemException if the key came before with something else
     */
    public synchronized Claim claim(CallKey key, byte[] digest) {
        forgetOld();
        Entry known = running.getOrDefault(key, kept.get(key));
        if (known == null) {
            var entry = new Entry(key, digest);
            running.put(key, entry);
            return new Claim.First(outcome -> end(entry, outcome));
        }
        if (!MessageDigest.isEqual(known.digest, digest)) {
            throw new ProblemException(
                    UNPROCESSABLE,
                    "The Idempotency-Key was sent before with another request: send another key with this one");
        }
        return new Claim.Repeated(known.outcome);
    }

    private void end(Entry entry, Optional<Outcome> outcome) {
        synchronized (this) {
            if (!running.remove(entry.key, entry)) {
                return;
            }
            outcome.ifPresent(value -> {
                entry.ended = nanoTime.getAsLong();
                entry.bytes = value.bytes();
                bytes += entry.bytes;
                kept.put(entry.key, entry);
            });
            forgetOld();
        }
        entry.outcome.complete(outcome);
    }

    private void forgetOld() {
        long now = nanoTime.getAsLong();
        for (Iterator<Entry> oldest = kept.values().iterator(); oldest.hasNext(); ) {
            Entry entry = oldest.next();
            boolean isOld = now - entry.ended >= limits.time().toNanos();
            if (!isOld && kept.size() <= limits.answers() && bytes <= limits.bytes()) {
                return;
            }
            bytes -= entry.bytes;
            oldest.remove();
        }
    }

    /** One call. */
    private static final class Entry {
        private final CallKey key;
        private final byte[] digest;
        private final CompletableFuture<Optional<Outcome>> outcome = new CompletableFuture<>();
        private long ended;
        private long bytes;

        Entry(CallKey key, byte[] digest) {
            this.key = key;
            this.digest = digest;
        }
    }
}
