package io.chutes.platform.server.billing;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** What a payment provider sends. */
public final class WebhookCalls {
    private WebhookCalls() {}

    /** A signed webhook. */
    public static HttpRequest signed(int port, String provider, String secret, String body, Instant now) {
        String timestamp = Long.toString(now.getEpochSecond());
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/v1/deposits/webhook"))
                .header("Content-Type", "application/json")
                .header(WebhookSignature.PROVIDER, provider)
                .header(WebhookSignature.TIMESTAMP, timestamp)
                .header(WebhookSignature.SIGNATURE, new WebhookSignature(secret).of(timestamp, bytes))
                .POST(BodyPublishers.ofByteArray(bytes))
                .build();
    }
}
