package io.chutes.platform.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Money that came in: {@code GET /v1/deposits}.
 *
 * @param id grows with time
 * @param provider who took the payment
 * @param reference that provider's id of it
 * @param payee the account it is for, as the provider named it
 * @param account the account it was credited to; null while it waits in suspense, because there is none of that name
 * @param amount how much, USD
 * @param refunds what was given back of it, oldest first
 * @param receivedAt when it was booked
 */
public record Deposit(
        long id,
        String provider,
        String reference,
        String payee,
        @Nullable String account,
        Money amount,
        List<Refund> refunds,
        Instant receivedAt) {
    public Deposit {
        refunds = List.copyOf(refunds);
    }

    /**
     * A part of a deposit, or all of it, that was given back.
     *
     * @param reference the provider's id of it
     * @param amount how much, USD
     * @param refundedAt when it was booked
     */
    public record Refund(String reference, Money amount, Instant refundedAt) {}
}
