package io.chutes.runtime;

import io.chutes.runtime.EndpointCalls.Endpoint;
import io.chutes.runtime.EndpointCalls.EndpointCall;
import io.chutes.runtime.idempotency.AnswerRecorder;
import io.chutes.runtime.idempotency.CallKey;
import io.chutes.runtime.idempotency.Claim;
import io.chutes.runtime.idempotency.KeyedCalls;
import io.chutes.runtime.idempotency.Outcome;
import io.chutes.runtime.idempotency.RequestDigest;
import io.javalin.http.Context;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers the same call once: who sends its key again gets what it was answered with. Such a call has its turn like any other, so
 * no more of them wait or hold their bodies than calls may run.
 */
final class Idempotency {
    private static final String HEADER = "Idempotency-Key";
    private static final String REPLAYED = "Idempotent-Replayed";
    private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");
    private static final int BAD_REQUEST = 400;
    private static final int CONFLICT = 409;

    private final KeyedCalls calls;

    Idempotency(KeyedCalls calls) {
        this.calls = calls;
    }

    /** How calls of an endpoint are answered again. */
    enum Mode {
        /** Their answers are kept. */
        KEPT,
        /** Their answers come in pieces as they are made, and are not kept. */
        REFUSED,
        /** The key is for the server that answers. */
        PASSED_ON
    }

    /** The key of a call, if it came with one that matters here. */
    static Optional<String> key(Context context, Mode mode) {
        Optional<String> key = mode == Mode.PASSED_ON ? Optional.empty() : key(context);
        if (key.isPresent() && mode == Mode.REFUSED) {
            throw new ProblemException(
                    BAD_REQUEST,
                    context.path() + " answers with events, which are not kept: send no Idempotency-Key with it");
        }
        return key;
    }

    /** The key that the caller sent, if any. */
    static Optional<String> key(Context context) {
        String key = context.header(HEADER);
        if (key != null && !KEY.matcher(key).matches()) {
            throw new ProblemException(
                    BAD_REQUEST,
                    "An Idempotency-Key is 1 to 255 visible ASCII characters, got %d characters: '%s'"
                            .formatted(key.length(), Faults.shortened(key)));
        }
        return Optional.ofNullable(key);
    }

    /** Answers with what the same call was answered with, or else by the endpoint. */
    void answer(String name, String key, EndpointCall call, Endpoint endpoint) throws Exception {
        var callKey = new CallKey(call.request().caller().orElse(""), name, key);
        byte[] digest = digest(call);
        while (true) {
            switch (calls.claim(callKey, digest)) {
                case Claim.First first -> {
                    run(first, call, endpoint);
                    return;
                }
                case Claim.Repeated repeated -> {
                    Optional<Outcome> outcome = repeated.await();
                    if (outcome.isPresent()) {
                        again(outcome.get(), call);
                        return;
                    }
                }
            }
        }
    }

    private void run(Claim.First first, EndpointCall call, Endpoint endpoint) throws Exception {
        try (first) {
            try {
                endpoint.answer(
                        call.recordedBy(AnswerRecorder.of(first, calls.limits().answerBytes())));
            } catch (io.chutes.annotation.ProblemException e) {
                if (Problems.isLasting(e.status()) && !call.request().cancelled()) {
                    first.keep(new Outcome.Refused(ProblemException.copyOf(e)));
                }
                throw e;
            }
        }
    }

    private static void again(Outcome outcome, EndpointCall call) throws Exception {
        call.context().header(REPLAYED, "true");
        switch (outcome) {
            case Outcome.Answered(@Nullable String contentType, byte[] body) -> {
                if (contentType == null) {
                    call.answerNothing();
                } else {
                    call.answer(contentType, body);
                }
            }
            case Outcome.Refused(io.chutes.annotation.ProblemException problem) -> throw problem;
            case Outcome.TooLarge(long length) ->
                throw new ProblemException(
                        CONFLICT,
                        "The call of this Idempotency-Key was answered, with %d bytes, which is more than is kept"
                                .formatted(length));
        }
    }

    /** Of all that tells one request from another. */
    private static byte[] digest(EndpointCall call) {
        Context context = call.context();
        return new RequestDigest()
                .add(context.path())
                .add(Objects.requireNonNullElse(context.queryString(), ""))
                .add(Objects.requireNonNullElse(context.header("Content-Type"), ""))
                .with(call.request().heldBody());
    }
}
