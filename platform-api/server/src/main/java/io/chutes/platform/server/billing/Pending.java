package io.chutes.platform.server.billing;

import io.chutes.platform.api.Money;

/**
 * What calls under way have cost so far and is not booked yet.
 *
 * @param wallet of the whole account
 * @param chute of the chute
 * @param key of the key
 */
public record Pending(Money wallet, Money chute, Money key) {
    /** Nothing. */
    public static final Pending NONE = new Pending(Money.ZERO, Money.ZERO, Money.ZERO);
}
