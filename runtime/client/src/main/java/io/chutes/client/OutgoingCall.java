package io.chutes.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.jspecify.annotations.Nullable;

/**
 * All that is sent.
 *
 * @param accept the media types that its answer may have
 * @param idempotent whether it may be sent again though it may have run
 */
record OutgoingCall(
        String method,
        URI uri,
        @Nullable RequestBody body,
        String accept,
        boolean idempotent,
        @Nullable String key,
        CallOptions options) {
    HttpRequest request(Deadline deadline) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(method, body == null ? BodyPublishers.noBody() : body.publisher())
                .header("Accept", accept);
        if ("http".equalsIgnoreCase(uri.getScheme())) {
            request.version(HttpClient.Version.HTTP_1_1); // no attempt to upgrade, which some servers stumble over
        }
        if (body != null) {
            request.header("Content-Type", body.contentType());
        }
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        if (options.timeout() != null) {
            request.header(
                    CallOptions.DEADLINE,
                    Long.toString(Math.max(1, deadline.left().toMillis())));
        }
        if (options.idempotencyKey() != null) {
            request.header(CallOptions.IDEMPOTENCY_KEY, options.idempotencyKey());
        }
        options.headers().forEach(request::header);
        return request.build();
    }

    /** Whether there is still a body to send. */
    boolean sendable() {
        return body == null || body.sendable();
    }

    /** The call has failed, and is not sent again. */
    void abandon() {
        if (body != null) {
            body.abandon();
        }
    }

    @Override
    public String toString() {
        return method + " " + uri;
    }
}
