package io.chutes.platform.server.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.server.web.ApiException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WebhookSignatureTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_767_225_600);
    private static final byte[] BODY = "{\"type\":\"deposit\"}".getBytes(StandardCharsets.UTF_8);

    private final WebhookSignature signature = new WebhookSignature("0123456789abcdef0123456789abcdef");

    @Test
    void isWhatOpensslSays() {
        // printf '1767225600.{"type":"deposit"}' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
        assertThat(signature.of("1767225600", BODY))
                .isEqualTo("v1=2e5bd6565d8c04b807111ced9feac203e268df174d57fc720da92c32c7150794");
    }

    @Test
    void holdsForFiveMinutesBothWays() {
        assertHolds(NOW.minusSeconds(300));
        assertHolds(NOW.plusSeconds(300));
        assertRefused(at(NOW.minusSeconds(301)), signature.of(at(NOW.minusSeconds(301)), BODY), "five minutes");
        assertRefused(at(NOW.plusSeconds(301)), signature.of(at(NOW.plusSeconds(301)), BODY), "five minutes");
    }

    @Test
    void isOverTimestampAndBodyUnderTheSecret() {
        String now = at(NOW);
        String right = signature.of(now, BODY);

        assertRefused(at(NOW.plusSeconds(1)), right, "HMAC-SHA256");
        assertRefused(now, signature.of(now, new byte[0]), "HMAC-SHA256");
        assertRefused(now, new WebhookSignature("another-secret-of-32-characters-").of(now, BODY), "HMAC-SHA256");
        assertRefused(now, right.substring(0, 30), "HMAC-SHA256");
        assertRefused(now, right.toUpperCase(java.util.Locale.ROOT), "HMAC-SHA256");
        assertRefused(null, right, "X-Chutes-Timestamp");
        assertRefused(now, null, "X-Chutes-Signature");
        assertRefused("yesterday", signature.of("yesterday", BODY), "seconds since 1970");
    }

    private void assertHolds(Instant sent) {
        assertThatCode(() -> signature.check(at(sent), signature.of(at(sent), BODY), BODY, NOW))
                .doesNotThrowAnyException();
    }

    private void assertRefused(@Nullable String timestamp, @Nullable String signed, String why) {
        assertThatThrownBy(() -> signature.check(timestamp, signed, BODY, NOW))
                .isInstanceOfSatisfying(ApiException.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(401);
                    assertThat(refusal.detail()).contains(why);
                });
    }

    private static String at(Instant moment) {
        return Long.toString(moment.getEpochSecond());
    }
}
