package io.chutes.platform.api;

import java.time.Instant;
import java.util.List;

/**
 * Money that moved: entries that sum to zero.
 *
 * @param id grows with time
 * @param cause what moved it, unique: {@code usage:<instance>:<sequence>}, {@code faucet:<account>:<id>}
 * @param at when it was booked
 * @param description what it was for, in words
 * @param entries at least two
 */
public record LedgerTransaction(long id, String cause, Instant at, String description, List<Entry> entries) {
    public LedgerTransaction {
        entries = List.copyOf(entries);
    }

    /**
     * One side of a transaction.
     *
     * @param account the ledger account, such as {@code wallet:<account>} or {@code platform:revenue}
     * @param amount what it gains, or loses if below zero
     */
    public record Entry(String account, Money amount) {}
}
