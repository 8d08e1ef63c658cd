package io.chutes.platform.server.account;

import io.chutes.platform.api.LedgerTransaction.Entry;
import io.chutes.platform.api.Money;
import io.chutes.platform.server.billing.Ledger;
import io.chutes.platform.server.event.Events;
import io.chutes.platform.server.event.Occurrence;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.web.ApiException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Accounts that are deleted: at once nobody can call with their keys, their secrets are gone and their chutes are to stop; once every
 * instance has ended, and its last usage has had the time to come in, their ledger accounts are settled, and their images may go.
 */
public final class Departures {
    /** Where a deleted account's money goes, and what pays for what it owed. */
    static final String LEFT = "platform:left";

    private static final Duration LATE_USAGE = Duration.ofMinutes(5);

    private final Database database;
    private final Ledger ledger;
    private final InstantSource clock;

    public Departures(Database database, Ledger ledger, InstantSource clock) {
        this.database = database;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Deletes an account. Its name stays taken.
     *
     * @throws ApiException 409 if instances run on a node that it lends
     */
    void delete(long account) {
        database.jdbi().useTransaction(handle -> {
            requireIdleNodes(handle, account);
            for (String statement : List.of(
                    "update account set deleted_at = :now where id = :id and deleted_at is null",
                    "update api_key set revoked_at = :now where account_id = :id and revoked_at is null",
                    "update chute set deleted_at = :now where account_id = :id and deleted_at is null",
                    "delete from secret where account_id = :id",
                    "delete from account_role where account_id = :id",
                    "delete from budget where account_id = :id",
                    "delete from instance_log where chute_id in (select id from chute where account_id = :id)",
                    "update job set status = 'CANCELLED', reason = 'the account was deleted', finished_at = :now where account_id = :id and finished_at is null",
                    "update job set input = null, result = null, bytes = 0 where account_id = :id and bytes > 0",
                    "delete from node_token where account_id = :id or provider_id = :id",
                    "update node set deleted_at = :now, credential_id = null, credential_hash = null where provider_id = :id and joined_at is not null and deleted_at is null",
                    "delete from chute_share where account_id = :id or chute_id in (select id from chute where account_id = :id)",
                    "delete from stored_reply where account_id = :id")) {
                handle.createUpdate(statement)
                        .bindMap(Map.of("id", account, "now", clock.instant()))
                        .execute();
            }
            Events.record(
                    handle,
                    Occurrence.of(
                            account,
                            "account.deleted",
                            "It was deleted with its keys, secrets and chutes; its instances end"));
        });
    }

    // Whoever takes a credential away takes the instances with it, and they may be others'.
    private static void requireIdleNodes(Handle handle, long account) {
        List<String> busy =
                handle.createQuery("""
                        select name from node
                        where provider_id = :id and joined_at is not null and deleted_at is null
                            and exists (select 1 from instance i where i.node = node.name and i.ended_at is null)
                        order by name for update
                        """).bind("id", account).mapTo(String.class).list();
        if (!busy.isEmpty()) {
            throw ApiException.conflict(
                    "Instances run on the nodes that the account lends, %s: drain these first, POST /v1/nodes/{id}/drain"
                            .formatted(String.join(", ", busy)));
        }
    }

    /** Settles what can be settled, and again where something came in after all; tells how many accounts. */
    int settle() {
        return database.jdbi().inTransaction(handle -> {
            List<Departed> departed = handle.createQuery("""
                            select id, name, settled_at is not null as again from account
                            where deleted_at < :before
                              and case when settled_at is null
                                  then not exists (select 1 from instance i join chute c on c.id = i.chute_id
                                                   where c.account_id = account.id
                                                     and (i.ended_at is null or i.ended_at >= :before))
                                  else exists (select 1 from ledger_account own
                                               join ledger_balance held on held.account_id = own.id
                                               where own.name in ('wallet:' || account.name, 'escrow:' || account.name,
                                                                  'earnings:' || account.name)
                                                 and held.amount <> 0) end
                            for no key update skip locked""")
                    .bind("before", clock.instant().minus(LATE_USAGE))
                    .map((row, _) -> new Departed(row.getLong("id"), row.getString("name"), row.getBoolean("again")))
                    .list();
            departed.forEach(account -> settle(handle, account));
            return departed.size();
        });
    }

    /** Those of some accounts, by name, that are settled: nothing of theirs is needed any more. */
    public Set<String> settled(Set<String> names) {
        return database.jdbi().withHandle(handle -> handle.createQuery(
                        "select name from account where settled_at is not null and name = any(:names)")
                .bindArray("names", String.class, names)
                .mapTo(String.class)
                .set());
    }

    private void settle(Handle handle, Departed account) {
        List<String> own =
                List.of(Ledger.escrow(account.name()), Ledger.wallet(account.name()), Ledger.earnings(account.name()));
        ledger.hold(handle, own);
        List<Entry> entries = new ArrayList<>();
        Money sum = Money.ZERO;
        for (String ledgerAccount : own) {
            Money balance = ledger.balance(handle, ledgerAccount);
            if (!balance.equals(Money.ZERO)) {
                entries.add(new Entry(ledgerAccount, balance.negated()));
                sum = sum.plus(balance);
            }
        }
        if (!sum.equals(Money.ZERO)) {
            entries.add(new Entry(LEFT, sum));
        }
        if (!entries.isEmpty()) {
            ledger.post(handle, account.cause(clock.instant()), "settlement of a deleted account", entries);
        }
        handle.createUpdate("update account set settled_at = :now where id = :id")
                .bind("now", clock.instant())
                .bind("id", account.id())
                .execute();
    }

    /**
     * A deleted account.
     *
     * @param again whether it was settled before
     */
    private record Departed(long id, String name, boolean again) {
        String cause(Instant now) {
            return "departure:" + name + (again ? ":" + now : "");
        }
    }
}
