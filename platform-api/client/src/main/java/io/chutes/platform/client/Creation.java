package io.chutes.platform.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request that creates something, with the key by which the platform knows it again: sent anew if its connection breaks. */
record Creation(HttpRequest request) {
    private static final int CONFLICT = 409;
    private static final int MOST_TRIES = 3;
    private static final Duration PAUSE = Duration.ofMillis(300);

    static Creation of(HttpRequest request, @Nullable String idempotencyKey) {
        String key = idempotencyKey == null ? UUID.randomUUID().toString() : idempotencyKey;
        return new Creation(HttpRequest.newBuilder(request, (_, _) -> true)
                .setHeader("Idempotency-Key", key)
                .build());
    }

    HttpResponse<String> send(HttpClient http) {
        try {
            for (int tries = 1; tries < MOST_TRIES; tries++) {
                try {
                    HttpResponse<String> response = WholeAnswer.await(http, request);
                    if (!isUnderWay(response)) {
                        return response;
                    }
                } catch (ConnectException | HttpTimeoutException e) {
                    throw e; // nobody is there, or nobody is quick enough: to ask again at once is no help
                } catch (IOException _) {
                    // It may have been created, or not. Asked again, the platform knows.
                }
                Thread.sleep(PAUSE);
            }
            return WholeAnswer.await(http, request);
        } catch (IOException e) {
            throw JsonExchange.unreachable(request, e);
        } catch (InterruptedException e) {
            throw JsonExchange.interrupted(request, e);
        }
    }

    /** Whether the same request, sent before, is still being answered. */
    private static boolean isUnderWay(HttpResponse<?> response) {
        return response.statusCode() == CONFLICT
                && response.headers().firstValue("Retry-After").isPresent();
    }
}
