package io.chutes.platform.server.account;

import io.chutes.platform.api.Money;
import io.chutes.platform.server.billing.Ledger;
import io.chutes.platform.server.key.Keys;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.web.RateLimit;
import io.chutes.platform.server.web.RateLimits;
import java.time.InstantSource;

/** Accounts as tests have them. */
public final class TestAccounts {
    private TestAccounts() {}

    /** The key of a new account that is a developer without a deposit. */
    public static String developer(Database database, Keys keys, String name) {
        String key = new Accounts(database, keys).register(name).key();
        database.jdbi()
                .useHandle(handle -> handle.execute(
                        "insert into account_role (account_id, role) select id, 'developer' from account where name = ?",
                        name));
        return key;
    }

    /** Routes on a platform where nothing is limited and a developer leaves a dollar. */
    public static AccountRoutes routes(Database database, Keys keys, Ledger ledger) {
        return new AccountRoutes(
                new Accounts(database, keys),
                new DeveloperRole(database, ledger, Money.of("1")),
                new Departures(database, ledger, InstantSource.system()),
                new RateLimit(RateLimits.NONE.registrations()));
    }
}
