package io.chutes.platform.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A cap on what may be spent: {@code GET /v1/budgets}. At the cap, calls are answered 402 and instances drain.
 *
 * @param id its id
 * @param scope whose spending it caps
 * @param subject the chute's name or the key's id; null for the whole account
 * @param period after what spending counts from zero again, UTC
 * @param cap the most that may be spent in a period, USD
 * @param spent what was spent in this one
 * @param resetsAt when the next period begins; null if never
 */
public record Budget(
        long id,
        Scope scope,
        @Nullable String subject,
        Period period,
        Money cap,
        Money spent,
        @Nullable Instant resetsAt) {

    /** Whose spending a budget caps. */
    public enum Scope {
        /** All of the account's. */
        @JsonProperty("account")
        ACCOUNT,
        /**
         * That on a chute: the instances of a chute of the account's own, named {@code <chute>}, or calls to somebody else's,
         * named {@code <account>/<chute>}.
         */
        @JsonProperty("chute")
        CHUTE,
        /** That by calls with a key: what they are charged, or on the account's own chutes their share of the instance's time. */
        @JsonProperty("key")
        KEY
    }

    /** How long spending adds up. Periods begin at midnight UTC. */
    public enum Period {
        @JsonProperty("day")
        DAY,
        @JsonProperty("month")
        MONTH,
        /** For ever. */
        @JsonProperty("total")
        TOTAL
    }
}
