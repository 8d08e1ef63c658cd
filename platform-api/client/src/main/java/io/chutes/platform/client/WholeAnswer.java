package io.chutes.platform.client;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An answer with its body, of which no part is waited for without end: a request's own limit ends where its body begins. */
final class WholeAnswer {
    /** From the limit of the first byte to that of the last. */
    private static final Duration BODY_LIMIT = Duration.ofSeconds(60);

    private WholeAnswer() {}

    /** Sends a request that has a limit; whoever cancels what comes back ends it. */
    static CompletableFuture<HttpResponse<String>> of(HttpClient http, HttpRequest request) {
        return of(http, request, request.timeout().orElseThrow().plus(BODY_LIMIT));
    }

    static CompletableFuture<HttpResponse<String>> of(HttpClient http, HttpRequest request, Duration limit) {
        var answer = http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        // A copy: the client's own has no connection to give back once it has failed.
        var whole = answer.copy().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        var _ = whole.whenComplete((_, _) -> answer.cancel(true));
        return whole;
    }

    /** Sends a request that has a limit, and waits for the last byte. */
    static HttpResponse<String> await(HttpClient http, HttpRequest request) throws IOException, InterruptedException {
        return await(of(http, request));
    }

    static HttpResponse<String> await(CompletableFuture<HttpResponse<String>> whole)
            throws IOException, InterruptedException {
        try {
            return whole.get();
        } catch (ExecutionException e) {
            throw reason(e) instanceof IOException broken ? broken : new IOException(e);
        } finally {
            whole.cancel(true);
        }
    }

    /** Why there is none, out of what futures wrap it in. */
    static Throwable reason(Throwable failure) {
        return switch (failure) {
            case ExecutionException e when e.getCause() != null -> reason(e.getCause());
            case CompletionException e when e.getCause() != null -> reason(e.getCause());
            case TimeoutException _ -> new HttpTimeoutException("the answer did not end in time");
            default -> failure;
        };
    }
}
