package io.chutes.benchmark;

import io.chutes.platform.api.Registration;
import io.chutes.platform.client.PlatformClient;
import io.chutes.platform.server.AccessConfig;
import io.chutes.platform.server.PlatformConfig;
import io.chutes.platform.server.PlatformServer;
import io.chutes.platform.server.billing.BillingConfig;
import io.chutes.platform.server.billing.Ledger;
import io.chutes.platform.server.image.RegistryConfig;
import io.chutes.platform.server.secret.MasterKeys;
import io.chutes.platform.server.storage.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * A ledger of 1,000,000 entries: what an account holds, asked of the ledger, against summing its entries in PostgreSQL; and the
 * statement of a month of 100,000 lines, asked of the platform over HTTP, against PostgreSQL's own COPY of the same rows. All in one
 * run on one database; printed are medians and their ratios.
 */
public final class LedgerSize {
    private static final int TRANSACTIONS = 500_000;
    private static final int BATCH = 500;
    private static final int ROUNDS = 11;
    private static final String ACCOUNT = "alice";

    private LedgerSize() {}

    /** Measures and prints. */
    public static void main(String[] arguments) throws Exception {
        try (Scratch scratch = Scratch.of("ledger-size");
                EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            String url = postgres.getJdbcUrl("postgres", "postgres");
            var config = new PlatformConfig(
                    url,
                    "postgres",
                    "",
                    "127.0.0.1",
                    0,
                    "p".repeat(32),
                    MasterKeys.none(),
                    new RegistryConfig.BuiltIn(scratch.folder().resolve("registry")),
                    List.of(),
                    true,
                    BillingConfig.NONE,
                    AccessConfig.EMBEDDED);
            try (PlatformServer server = PlatformServer.start(config);
                    Database database = Database.open(url, "postgres", "");
                    Connection connection = postgres.getPostgresDatabase().getConnection()) {
                URI address = URI.create("http://127.0.0.1:" + server.port());
                String key = new PlatformClient(address, null)
                        .register(new Registration(ACCOUNT))
                        .key();
                fill(connection);
                balance(new Ledger(database), connection);
                statement(address, key, connection);
            }
        }
    }

    /** Every fifth transaction is Alice's, the rest are of 50 others; each has an entry of the platform's too. */
    private static void fill(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        long began = System.nanoTime();
        try (var accounts = connection.createStatement();
                var transactions = connection.prepareStatement("""
                        insert into ledger_transaction (cause, description)
                        select 'usage:i-1:' || n, '3.000 s × 1 L4 at 0.25 USD/h' from generate_series(?, ?) n""");
                var entries = connection.prepareStatement("""
                        insert into ledger_entry (transaction_id, account_id, amount)
                        select tx.id, account.id, case side.name when 'platform:revenue' then 0.000208333 else -0.000208333 end
                        from generate_series(?, ?) n
                        join ledger_transaction tx on tx.cause = 'usage:i-1:' || n
                        cross join lateral (values ('platform:revenue'),
                            ('wallet:' || case n % 5 when 0 then 'alice' else 'other-' || n % 50 end)) side (name)
                        join ledger_account account on account.name = side.name""")) {
            accounts.execute("insert into ledger_account (name) values ('wallet:alice') on conflict do nothing");
            accounts.execute(
                    "insert into ledger_account (name) select 'wallet:other-' || n from generate_series(0, 49) n");
            for (int first = 1; first <= TRANSACTIONS; first += BATCH) {
                for (var insert : List.of(transactions, entries)) {
                    insert.setInt(1, first);
                    insert.setInt(2, first + BATCH - 1);
                    insert.execute();
                }
                connection.commit();
            }
        }
        connection.setAutoCommit(true);
        try (var statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
        }
        System.out.printf(
                "%,d entries booked, each checked by the database, in %.0f s%n",
                2 * TRANSACTIONS, (System.nanoTime() - began) / 1e9);
    }

    private static void balance(Ledger ledger, Connection connection) throws Exception {
        try (var sum = connection.prepareStatement("""
                select sum(amount) from ledger_entry
                where account_id = (select id from ledger_account where name = 'wallet:alice')""")) {
            double asked = median(() -> ledger.balance(Ledger.wallet(ACCOUNT)));
            double summed = median(sum::executeQuery);
            System.out.printf("a balance: %.2f ms, summed %.2f ms: %.3f x%n", asked, summed, asked / summed);
        }
    }

    private static void statement(URI address, String key, Connection connection) throws Exception {
        var copy = connection.unwrap(PGConnection.class).getCopyAPI();
        String rows = """
                copy (select entry.number, entry.at, tx.cause, tx.description, entry.amount, entry.balance
                      from ledger_entry entry join ledger_transaction tx on tx.id = entry.transaction_id
                      where entry.account_id = (select id from ledger_account where name = 'wallet:alice')
                      order by entry.number) to stdout (format csv)""";
        String path = "/v1/statements/" + YearMonth.now(ZoneOffset.UTC);
        try (var client = HttpClient.newHttpClient()) {
            double csv = median(() -> get(client, address.resolve(path + ".csv"), key));
            double json = median(() -> get(client, address.resolve(path), key));
            double copied = median(() -> copy.copyOut(rows, OutputStream.nullOutputStream()));
            System.out.printf(
                    "a statement of %,d lines: CSV %.0f ms, JSON %.0f ms, COPY %.0f ms: %.2f x and %.2f x%n",
                    TRANSACTIONS / 5, csv, json, copied, csv / copied, json / copied);
        }
    }

    private static long get(HttpClient client, URI uri, String key) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + key)
                .build();
        try (var body = client.send(request, BodyHandlers.ofInputStream()).body()) {
            long size = body.transferTo(OutputStream.nullOutputStream());
            if (size < TRANSACTIONS) {
                throw new IOException("The statement is not whole: " + size + " bytes");
            }
            return size;
        }
    }

    @FunctionalInterface
    private interface Work {
        Object run() throws Exception;
    }

    private static double median(Work work) throws Exception {
        var millis = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long began = System.nanoTime();
            work.run();
            millis[round] = (System.nanoTime() - began) / 1e6;
        }
        Arrays.sort(millis);
        return millis[ROUNDS / 2];
    }
}
