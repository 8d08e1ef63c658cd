package io.chutes.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A call on its way, sent again where that is safe. However it is completed, by its answer, its timeout or whoever holds it, the
 * exchange that is still open then is ended.
 */
final class Attempts<T extends @Nullable Object> extends CompletableFuture<T> {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    private static final Set<Integer> PASSING = Set.of(TOO_MANY_REQUESTS, 502, UNAVAILABLE, 504);

    private final OutgoingCall call;
    private final Answer.Form<T> form;
    private final Deadline deadline;
    private int made;
    private volatile @Nullable Future<?> exchange;

    private Attempts(OutgoingCall call, Answer.Form<T> form) {
        this.call = call;
        this.form = form;
        this.deadline = Deadline.in(call.options().timeout());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what it ends in is for whoever holds the attempts
    static <T extends @Nullable Object> Attempts<T> start(OutgoingCall call, Answer.Form<T> form) {
        var attempts = new Attempts<>(call, form);
        Future<?> timer = attempts.deadline.whenPassed(
                () -> attempts.completeExceptionally(attempts.deadline.exception(call.toString())));
        attempts.whenComplete((answer, thrown) -> {
            timer.cancel(false);
            attempts.leave();
            if (thrown != null) {
                call.abandon();
            }
        });
        attempts.attempt();
        return attempts;
    }

    /** Waits for the answer; who is interrupted meanwhile leaves the call. */
    T await() {
        try {
            return get();
        } catch (InterruptedException e) {
            cancel(true);
            Thread.currentThread().interrupt();
            throw new ChuteException("Interrupted while waiting for " + call, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ChuteException thrown) {
                thrown.fillInStackTrace(); // the caller's; that of the thread which received it tells nothing
                throw thrown;
            }
            throw new ChuteException("Could not call " + call + ": " + e.getCause(), e.getCause());
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // all that may go wrong completes the attempts
    private void attempt() {
        if (isDone()) {
            return;
        }
        made++;
        CompletableFuture<HttpResponse<Answer>> sent;
        try {
            sent = HTTP.sendAsync(call.request(deadline), Answer.handler(call.uri(), form));
        } catch (RuntimeException | Error e) {
            completeExceptionally(e); // on a timer's thread nobody else would learn of it
            return;
        }
        exchange = sent;
        if (isDone()) {
            leave();
        }
        sent.whenComplete((response, thrown) -> {
            try {
                settle(response, thrown);
            } catch (IOException e) {
                completeExceptionally(new ChuteException("The answer of " + call + " broke off: " + e.getMessage(), e));
            } catch (RuntimeException | Error e) {
                completeExceptionally(e);
            }
        });
    }

    private void settle(@Nullable HttpResponse<Answer> response, @Nullable Throwable thrown) throws IOException {
        exchange = null; // it is over, or what remains of it belongs to whom the answer goes to
        if (response == null) {
            failed(
                    thrown instanceof CompletionException wrapped && wrapped.getCause() != null
                            ? wrapped.getCause()
                            : thrown);
        } else if (response.body().isSuccess()) {
            answered(response.body());
        } else {
            refused(response.body());
        }
    }

    private void answered(Answer answer) throws IOException {
        if (isDone() || !complete(form.read(answer, deadline))) {
            answer.body().close(); // nobody waits for it any more
        }
    }

    private void failed(@Nullable Throwable cause) {
        boolean neverSent = cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
        if (!(neverSent || call.idempotent()) || !again(call.options().retries().backoff(made))) {
            completeExceptionally(new ChuteException("Could not call " + call + ": " + cause, cause));
        }
    }

    private void refused(Answer answer) throws IOException {
        int status = answer.status();
        Optional<Duration> asked = answer.headers()
                .firstValue("Retry-After")
                .flatMap(value -> RetryAfter.parse(value, ZonedDateTime.now(ZoneOffset.UTC)));
        boolean notRun = asked.isPresent() && (status == TOO_MANY_REQUESTS || status == UNAVAILABLE);
        boolean repeatable = notRun || (call.idempotent() && PASSING.contains(status));
        if (!repeatable || !again(asked.orElseGet(() -> call.options().retries().backoff(made)))) {
            completeExceptionally(answer.problem().exception(asked.orElse(null)));
        }
    }

    /** Tries again after a while, if the policy, the body and the time that is left allow it. */
    private boolean again(Duration delay) {
        RetryPolicy policy = call.options().retries();
        boolean allowed = made < policy.attempts()
                && delay.compareTo(policy.maxDelay()) <= 0
                && delay.compareTo(deadline.left()) < 0
                && call.sendable();
        if (allowed) {
            delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS).execute(this::attempt);
        }
        return allowed;
    }

    private void leave() {
        Future<?> open = exchange;
        if (open != null) {
            open.cancel(true);
        }
    }
}
