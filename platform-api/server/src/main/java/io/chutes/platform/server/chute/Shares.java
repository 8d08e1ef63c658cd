package io.chutes.platform.server.chute;

import io.chutes.platform.api.Share;
import io.chutes.platform.server.event.Events;
import io.chutes.platform.server.event.Occurrence;
import io.chutes.platform.server.web.ApiException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Which accounts may call chutes that are not theirs. They may do nothing else with them. */
final class Shares {
    private static final String SELECT = """
            select a.name, s.created_at from chute_share s join account a on a.id = s.account_id
            where s.chute_id = :chute and\s""";

    private final Jdbi jdbi;
    private final InstantSource clock;

    Shares(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * Lets an account call a chute.
     *
     * @return the share, which may have been there
     * @throws ApiException 422 if there is no such account or it owns the chute
     */
    Share share(Chute chute, String account) {
        if (account.equals(chute.account())) {
            throw ApiException.unprocessable(
                    "/account", "self", "'%s' owns the chute; share it with another account".formatted(account));
        }
        return jdbi.inTransaction(handle -> {
            long id = account(handle, account)
                    .orElseThrow(() -> ApiException.unprocessable(
                            "/account", "exists", "There is no account '%s'".formatted(account)));
            int added = handle.createUpdate("""
                            insert into chute_share (chute_id, account_id, created_at) values (:chute, :account, :now)
                            on conflict do nothing
                            """)
                    .bind("chute", chute.id())
                    .bind("account", id)
                    .bind("now", clock.instant())
                    .execute();
            if (added > 0) {
                tell(handle, chute, account, "chute.shared", "'%s' may call it".formatted(account));
            }
            return find(handle, chute, account).orElseThrow();
        });
    }

    /** The accounts whose names follow {@code after}, by name. */
    List<Share> list(Chute chute, String after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        SELECT + "a.name collate \"C\" > :after order by a.name collate \"C\" limit :limit")
                .bind("chute", chute.id())
                .bind("after", after)
                .bind("limit", limit)
                .map((row, _) -> read(row))
                .list());
    }

    /** Takes the leave back, at once; tells whether there was any. */
    boolean revoke(Chute chute, String account) {
        return jdbi.inTransaction(handle -> {
            boolean revoked = handle.createUpdate("""
                                    delete from chute_share s using account a
                                    where a.id = s.account_id and s.chute_id = :chute and a.name = :account
                                    """)
                            .bind("chute", chute.id())
                            .bind("account", account)
                            .execute()
                    > 0;
            if (revoked) {
                tell(handle, chute, account, "chute.unshared", "'%s' may call it no more".formatted(account));
            }
            return revoked;
        });
    }

    private static Optional<Share> find(Handle handle, Chute chute, String account) {
        return handle.createQuery(SELECT + "a.name = :account")
                .bind("chute", chute.id())
                .bind("account", account)
                .map((row, _) -> read(row))
                .findOne();
    }

    private static Optional<Long> account(Handle handle, String name) {
        return handle.createQuery("select id from account where name = :name and deleted_at is null")
                .bind("name", name)
                .mapTo(Long.class)
                .findOne();
    }

    private static Share read(ResultSet row) throws SQLException {
        return new Share(row.getString("name"), row.getTimestamp("created_at").toInstant());
    }

    private static void tell(Handle handle, Chute chute, String account, String type, String message) {
        Events.record(
                handle,
                Occurrence.of(chute.accountId(), type, message)
                        .chute(chute.name())
                        .with("account", account));
    }
}
