package io.chutes.runtime.idempotency;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What tells one request from another: the SHA-256 sum of its parts, each marked off from the next, and its body. */
public final class RequestDigest {
    private final MessageDigest sum;

    /** Of no part yet. */
    public RequestDigest() {
        try {
            sum = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** One more part. */
    public RequestDigest add(String part) {
        sum.update(part.getBytes(StandardCharsets.UTF_8));
        sum.update((byte) 0);
        return this;
    }

    /** With the body, which is the last. */
    public byte[] with(byte[] body) {
        return sum.digest(body);
    }
}
