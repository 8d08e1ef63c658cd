package io.chutes.platform.server.account;

import io.chutes.platform.api.LedgerTransaction.Entry;
import io.chutes.platform.api.Money;
import io.chutes.platform.server.billing.Ledger;
import io.chutes.platform.server.event.Events;
import io.chutes.platform.server.event.Occurrence;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.web.ApiException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The role that deploys: had for a deposit in escrow, which comes back with the role. */
public final class DeveloperRole {
    private final Database database;
    private final Ledger ledger;
    private final Money deposit;

    /**
     * The role on that platform.
     *
     * @param deposit what it takes, zero for nothing
     */
    public DeveloperRole(Database database, Ledger ledger, Money deposit) {
        this.database = database;
        this.ledger = ledger;
        this.deposit = deposit;
    }

    /**
     * Gives it to an account, unless it has it.
     *
     * @throws ApiException 402 if the deposit is more than the account can spend
     */
    void take(long id, String account) {
        database.jdbi().useTransaction(handle -> {
            lock(handle, id, account);
            if (!insert(handle, id)) {
                return;
            }
            Events.record(
                    handle,
                    Occurrence.of(
                                    id,
                                    "account.role-granted",
                                    "It is a developer for a deposit of %s USD".formatted(deposit))
                            .with("role", "developer")
                            .with("deposit", deposit));
            if (!deposit.isPositive()) {
                return;
            }
            String wallet = Ledger.wallet(account);
            if (ledger.balance(handle, wallet).compareTo(deposit) < 0) {
                throw ApiException.paymentRequired(
                        "To be a developer takes a deposit of %s USD, which comes back with the role; the account '%s' has %s USD"
                                .formatted(deposit, account, ledger.balance(handle, wallet)));
            }
            move(handle, account, wallet, Ledger.escrow(account), deposit, "deposit of a developer");
        });
    }

    /**
     * Takes it back, and gives the deposit back.
     *
     * @throws ApiException 409 while the account has chutes
     */
    void giveBack(long id, String account) {
        database.jdbi().useTransaction(handle -> {
            lock(handle, id, account);
            boolean hasChutes = handle.createQuery(
                            "select exists (select 1 from chute where account_id = :id and deleted_at is null)")
                    .bind("id", id)
                    .mapTo(Boolean.class)
                    .one();
            if (hasChutes) {
                throw ApiException.conflict("The account '%s' still has chutes; delete them first".formatted(account));
            }
            int given = handle.createUpdate("delete from account_role where account_id = :id and role = 'developer'")
                    .bind("id", id)
                    .execute();
            String escrow = Ledger.escrow(account);
            Money held = ledger.balance(handle, escrow);
            if (given > 0) {
                Events.record(
                        handle,
                        Occurrence.of(
                                        id,
                                        "account.role-given-back",
                                        "It is no developer any more; its deposit of %s USD is back".formatted(held))
                                .with("role", "developer")
                                .with("deposit", held));
            }
            if (held.isPositive()) {
                move(handle, account, escrow, Ledger.wallet(account), held, "deposit of a developer, given back");
            }
        });
    }

    // The wallet first, like all who book: an event that they write needs the account's row.
    private void lock(Handle handle, long id, String account) {
        ledger.hold(handle, Set.of(Ledger.wallet(account), Ledger.escrow(account)));
        handle.createQuery("select id from account where id = :id for update")
                .bind("id", id)
                .mapTo(Long.class)
                .one();
    }

    private static boolean insert(Handle handle, long id) {
        return handle.createUpdate(
                                "insert into account_role (account_id, role) values (:id, 'developer') on conflict do nothing")
                        .bind("id", id)
                        .execute()
                == 1;
    }

    private void move(Handle handle, String account, String from, String to, Money amount, String description) {
        // The account's row is locked, and whether the role is there decides: this is booked once.
        String cause = "escrow:%s:%s".formatted(account, UUID.randomUUID());
        ledger.post(handle, cause, description, List.of(new Entry(from, amount.negated()), new Entry(to, amount)));
    }
}
