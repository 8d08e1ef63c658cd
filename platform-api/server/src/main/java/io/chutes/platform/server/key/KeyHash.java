package io.chutes.platform.server.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What stands for a credential where it is stored: HMAC-SHA-256 under the pepper. It has 238 random bits, so that a slow hash would protect
 * nothing more.
 */
public final class KeyHash {
    private static final int LEAST_PEPPER = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec pepper;

    /**
     * Hashes under that pepper.
     *
     * @param pepper at least 32 secret bytes, kept apart from the database and the same for its whole life
     */
    public KeyHash(byte[] pepper) {
        if (pepper.length < LEAST_PEPPER) {
            throw new IllegalArgumentException("The pepper of API keys has %d bytes; at least %d are needed"
                    .formatted(pepper.length, LEAST_PEPPER));
        }
        this.pepper = new SecretKeySpec(pepper, ALGORITHM);
    }

    /** The hash of one, 32 bytes. */
    public byte[] of(Credential key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(pepper);
            return mac.doFinal(key.text().getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no " + ALGORITHM, e);
        }
    }
}
