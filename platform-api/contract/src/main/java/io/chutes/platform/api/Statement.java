package io.chutes.platform.api;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;

/**
 * A month of an account's book: {@code GET /v1/statements/{yyyy-mm}}. Each line's balance is the one before it plus the line's
 * amount, and {@code closing} is that of the last.
 *
 * @param account whose
 * @param book which of the account's: {@code wallet}, {@code escrow} or {@code earnings}
 * @param month the month, UTC
 * @param opening the balance at its beginning
 * @param lines each entry in order
 * @param closing the balance at its end, or now if it has not ended
 * @param gaps usage that was never reported, and so not charged
 */
public record Statement(
        String account,
        String book,
        YearMonth month,
        Money opening,
        List<Line> lines,
        Money closing,
        List<UsageGap> gaps) {
    public Statement {
        lines = List.copyOf(lines);
        gaps = List.copyOf(gaps);
    }

    /**
     * An entry of the book.
     *
     * @param number counted from 1 without gaps over the book's whole life
     * @param at when it was booked
     * @param cause what moved the money, unique
     * @param description what it was for, in words
     * @param amount what the book gained, or lost if below zero
     * @param balance what it held then
     */
    public record Line(long number, Instant at, String cause, String description, Money amount, Money balance) {}
}
