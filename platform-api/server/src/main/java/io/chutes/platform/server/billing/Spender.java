package io.chutes.platform.server.billing;

import io.chutes.platform.api.Money;
import org.jspecify.annotations.Nullable;

/**
 * Who is about to spend, and on what: all that a budget may be about.
 *
 * @param accountId the account that pays
 * @param account its name
 * @param chute the chute, as the account's budgets name it: {@code <chute>} of its own, {@code <account>/<chute>} of somebody else
 * @param key the key that calls; null if it is for an instance
 */
public record Spender(
        long accountId,
        String account,
        String chute,
        @Nullable Key key) {
    /**
     * A key.
     *
     * @param id its id
     * @param cap the most that calls with it may ever cost, null for no cap of its own
     */
    public record Key(String id, @Nullable Money cap) {}

    /** The id of the key; null if there is none. */
    public @Nullable String keyId() {
        return key == null ? null : key.id();
    }
}
