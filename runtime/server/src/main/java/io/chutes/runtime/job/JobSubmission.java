package io.chutes.runtime.job;

import io.chutes.runtime.idempotency.RequestDigest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a caller sends to start a job.
 *
 * @param name the job's name
 * @param requestId the id of the call
 * @param caller who sends it, empty where that is not known
 * @param idempotencyKey starts no second job where the same caller sent it before
 * @param asked the one attempt that is wanted; empty if the job is to be kept and tried again here
 * @param body the JSON of its body, empty if it has none
 */
public record JobSubmission(
        String name,
        String requestId,
        Optional<String> caller,
        Optional<String> idempotencyKey,
        Optional<AskedAttempt> asked,
        String body) {
    /** One that is kept and tried again here. */
    JobSubmission(
            String name, String requestId, Optional<String> caller, Optional<String> idempotencyKey, String body) {
        this(name, requestId, caller, idempotencyKey, Optional.empty(), body);
    }

    /** The same for no other body. */
    String digest() {
        return HexFormat.of().formatHex(new RequestDigest().with(body.getBytes(StandardCharsets.UTF_8)));
    }

    JobSubmission withoutBody() {
        return new JobSubmission(name, requestId, caller, idempotencyKey, asked, "");
    }
}
