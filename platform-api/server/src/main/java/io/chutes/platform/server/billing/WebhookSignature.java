package io.chutes.platform.server.billing;

import io.chutes.platform.server.web.ApiException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Proof that a payment provider sent a request, and when: {@code v1=} and the hex of HMAC-SHA256, under the provider's secret, over the
 * timestamp in seconds since 1970, a dot, and the body.
 */
final class WebhookSignature {
    static final String PROVIDER = "X-Chutes-Provider";
    static final String TIMESTAMP = "X-Chutes-Timestamp";
    static final String SIGNATURE = "X-Chutes-Signature";

    private static final String ALGORITHM = "HmacSHA256";
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final SecretKeySpec secret;

    WebhookSignature(String secret) {
        this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    /** The signature of a body that is sent then. */
    String of(String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no " + ALGORITHM, e);
        }
    }

    /**
     * Refuses what is not signed so, or was more than five minutes ago or ahead.
     *
     * @throws ApiException 401
     */
    void check(@Nullable String timestamp, @Nullable String signature, byte[] body, Instant now) {
        if (timestamp == null || signature == null) {
            throw ApiException.unauthorized("A webhook needs the headers %s and %s".formatted(TIMESTAMP, SIGNATURE));
        }
        if (!MessageDigest.isEqual(
                of(timestamp, body).getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8))) {
            throw ApiException.unauthorized(
                    "The header %s is not v1= and the hex of HMAC-SHA256 over %s, a dot and the body"
                            .formatted(SIGNATURE, TIMESTAMP));
        }
        if (Duration.between(sent(timestamp), now).abs().compareTo(WINDOW) > 0) {
            throw ApiException.unauthorized(
                    "The webhook was signed at %s, more than five minutes from now, %s; sign it anew"
                            .formatted(timestamp, now.getEpochSecond()));
        }
    }

    private static Instant sent(String timestamp) {
        if (!timestamp.matches("[0-9]{1,11}")) {
            throw ApiException.unauthorized(
                    "The header %s must be seconds since 1970, got '%s'".formatted(TIMESTAMP, timestamp));
        }
        return Instant.ofEpochSecond(Long.parseLong(timestamp));
    }
}
