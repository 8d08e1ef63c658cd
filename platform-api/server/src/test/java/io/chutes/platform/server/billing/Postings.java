package io.chutes.platform.server.billing;

import io.chutes.platform.api.LedgerTransaction.Entry;
import io.chutes.platform.api.Money;
import io.chutes.platform.server.storage.Database;
import java.util.List;

/** Entries as tests write them. */
final class Postings {
    private Postings() {}

    /** An amount that goes from one ledger account to another. */
    static List<Entry> move(String from, String to, String amount) {
        Money money = Money.of(amount);
        return List.of(new Entry(from, money.negated()), new Entry(to, money));
    }

    /** Gives an account a key of that id. */
    static void key(Database database, long account, String id) {
        database.jdbi().useHandle(handle -> handle.execute("""
                        insert into api_key (id, account_id, hash, name, admin, scopes)
                        values (?, ?, sha256(convert_to(?, 'UTF8')), 'a key', true, '[]')""", id, account, id));
    }

    /** A new account's id. */
    static long account(Database database, String name) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("insert into account (name) values (:name) returning id")
                        .bind("name", name)
                        .mapTo(Long.class)
                        .one());
    }
}
