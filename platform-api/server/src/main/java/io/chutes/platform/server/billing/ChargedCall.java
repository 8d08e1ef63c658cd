package io.chutes.platform.server.billing;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call to somebody else's chute that is over, however it ended.
 *
 * @param id the platform's own; never the caller's to choose, since it is what makes the charge one
 * @param callerId the account that called, and pays
 * @param caller its name
 * @param key the id of the key that it called with
 * @param chuteId the chute
 * @param owner the name of the account that owns the chute, and is paid
 * @param chute the chute's name
 * @param at when the call began
 * @param took how long it ran
 * @param inputTokens tokens that the model read, 0 if none is known
 * @param outputTokens tokens that the model wrote, 0 if none is known
 * @param untold why its tokens are not known although it is to be paid by them, in words for the owner; else null
 */
public record ChargedCall(
        String id,
        long callerId,
        String caller,
        String key,
        long chuteId,
        String owner,
        String chute,
        Instant at,
        Duration took,
        long inputTokens,
        long outputTokens,
        @Nullable String untold) {
    /** What makes its charge one. */
    String cause() {
        return "call:" + id;
    }

    /** The chute as others call it: with its account. */
    String fullChute() {
        return owner + "/" + chute;
    }
}
