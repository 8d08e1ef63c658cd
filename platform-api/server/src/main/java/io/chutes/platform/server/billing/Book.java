package io.chutes.platform.server.billing;

import java.util.Locale;

/** Which of an account's ledger accounts a statement is about. */
enum Book {
    WALLET,
    ESCROW,
    EARNINGS;

    /** As it is said outside. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String of(String account) {
        return switch (this) {
            case WALLET -> Ledger.wallet(account);
            case ESCROW -> Ledger.escrow(account);
            case EARNINGS -> Ledger.earnings(account);
        };
    }
}
