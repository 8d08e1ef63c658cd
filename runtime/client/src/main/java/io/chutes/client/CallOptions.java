package io.chutes.client;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants of its calls beside their answers.
 *
 * @param timeout the longest a call may take from its first attempt to the last byte or event of its answer, a wait for a cold
 *     start included; the chute is told, and stops its work then. Null leaves it to the chute's own limits
 * @param headers sent with each attempt
 * @param retries what is tried again
 * @param idempotencyKey names one call, so that the platform knows it if it comes twice: a new one for each call; null for none
 */
public record CallOptions(
        @Nullable Duration timeout,
        Map<String, String> headers,
        RetryPolicy retries,
        @Nullable String idempotencyKey) {
    /** No timeout, no headers, {@link RetryPolicy#DEFAULT}. */
    public static final CallOptions DEFAULT = new CallOptions(null, Map.of(), RetryPolicy.DEFAULT, null);

    static final String DEADLINE = "X-Chutes-Deadline-Ms";
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Set<String> OURS = Set.of("authorization", "content-type", "accept");
    private static final HttpRequest.Builder CHECKED = HttpRequest.newBuilder(URI.create("http://localhost"));

    public CallOptions {
        if (timeout != null && (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException("timeout must be 1 ms to " + LONGEST.toDays() + " days, got " + timeout);
        }
        Map<String, String> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sent.putAll(headers);
        sent.forEach(CallOptions::check);
        headers = Collections.unmodifiableMap(sent);
        if (idempotencyKey != null) {
            CHECKED.copy().header(IDEMPOTENCY_KEY, idempotencyKey);
        }
    }

    /** The same with this timeout. */
    public CallOptions withTimeout(Duration longest) {
        return new CallOptions(longest, headers, retries, idempotencyKey);
    }

    /** The same with this header too, or instead of the one of that name. */
    public CallOptions withHeader(String name, String value) {
        Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(headers);
        more.remove(name); // a key that is there would keep its spelling
        more.put(name, value);
        return new CallOptions(timeout, more, retries, idempotencyKey);
    }

    /** The same with these retries. */
    public CallOptions withRetries(RetryPolicy policy) {
        return new CallOptions(timeout, headers, policy, idempotencyKey);
    }

    /** The same with this key, which is for one call alone. */
    public CallOptions withIdempotencyKey(String key) {
        return new CallOptions(timeout, headers, retries, key);
    }

    /** Headers by their names alone: a value may be a secret. */
    @Override
    public String toString() {
        return "CallOptions[timeout=%s, headers=%s, retries=%s, idempotencyKey=%s]"
                .formatted(timeout, headers.keySet(), retries, idempotencyKey);
    }

    private static void check(String name, String value) {
        if (OURS.stream().anyMatch(name::equalsIgnoreCase)) {
            throw new IllegalArgumentException("The client itself sets " + name + ": it is no header of its options");
        } else if (name.equalsIgnoreCase(DEADLINE) || name.equalsIgnoreCase(IDEMPOTENCY_KEY)) {
            throw new IllegalArgumentException(name + " has an option of its own: use it");
        }
        CHECKED.copy().header(name, value); // throws what the JDK has against it
    }
}
