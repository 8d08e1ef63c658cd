package io.chutes.platform.server.billing;

import io.chutes.platform.server.storage.Database;
import org.jdbi.v3.core.Handle;

/** Whether an account has anything left to spend. */
public final class Credit {
    private final Database database;

    public Credit(Database database) {
        this.database = database;
    }

    /** Whether the balance of that account is above zero. */
    public boolean hasCredit(Handle handle, long accountId) {
        return handle.createQuery("""
                        select coalesce(sum(entry.amount), 0) > 0
                        from account
                        join ledger_account wallet on wallet.name = 'wallet:' || account.name
                        join ledger_entry entry on entry.account_id = wallet.id
                        where account.id = :id""")
                .bind("id", accountId)
                .mapTo(Boolean.class)
                .one();
    }

    /** Whether the balance of that account is above zero now. */
    public boolean hasCredit(long accountId) {
        return database.jdbi().withHandle(handle -> hasCredit(handle, accountId));
    }
}
