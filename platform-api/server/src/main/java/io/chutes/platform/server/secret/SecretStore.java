package io.chutes.platform.server.secret;

import io.chutes.platform.api.SecretState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of secrets. Each method is one statement in the caller's transaction. */
final class SecretStore {
    private static final String COLUMNS = "account_id, chute, name, master_key, wrapped_key, sealed";

    /** Keeps a secret in place of any that is there; tells whether there was none. */
    boolean put(Handle handle, SecretPlace place, Envelope envelope, Instant now) {
        return handle.createQuery("""
                        insert into secret (account_id, chute, name, master_key, wrapped_key, sealed, created_at, updated_at)
                        values (:account, :chute, :name, :masterKey, :wrappedKey, :sealed, :now, :now)
                        on conflict (account_id, chute, name) do update set master_key = excluded.master_key,
                            wrapped_key = excluded.wrapped_key, sealed = excluded.sealed, updated_at = excluded.updated_at
                        returning xmax = 0
                        """)
                .bind("account", place.accountId())
                .bind("chute", place.chute())
                .bind("name", place.name())
                .bind("masterKey", envelope.masterKey())
                .bind("wrappedKey", envelope.wrappedKey())
                .bind("sealed", envelope.sealed())
                .bind("now", now)
                .mapTo(Boolean.class)
                .one();
    }

    boolean delete(Handle handle, SecretPlace place) {
        return handle.createUpdate("delete from secret where account_id = :account and chute = :chute and name = :name")
                        .bind("account", place.accountId())
                        .bind("chute", place.chute())
                        .bind("name", place.name())
                        .execute()
                > 0;
    }

    Optional<SecretState> state(Handle handle, SecretPlace place) {
        return handle.createQuery("""
                        select chute, name, created_at, updated_at from secret
                        where account_id = :account and chute = :chute and name = :name
                        """)
                .bind("account", place.accountId())
                .bind("chute", place.chute())
                .bind("name", place.name())
                .map((row, _) -> state(row))
                .findOne();
    }

    /** An account's secrets that follow a place, those for every chute first, then by chute and name. */
    List<SecretState> list(Handle handle, SecretPlace after, int limit) {
        return handle.createQuery("""
                        select chute, name, created_at, updated_at from secret
                        where account_id = :account
                          and (chute collate "C", name collate "C") > (cast(:chute as text), cast(:name as text))
                        order by chute collate "C", name collate "C" limit :limit
                        """)
                .bind("account", after.accountId())
                .bind("chute", after.chute())
                .bind("name", after.name())
                .bind("limit", limit)
                .map((row, _) -> state(row))
                .list();
    }

    /** How many an account has for a chute, or for all of them; counting locks out those who would add another. */
    int count(Handle handle, SecretPlace place) {
        handle.createQuery("select id from account where id = :account for no key update")
                .bind("account", place.accountId())
                .mapTo(Long.class)
                .one();
        return handle.createQuery("""
                        select count(*) from secret
                        where account_id = :account and chute = :chute and name <> :name
                        """)
                .bind("account", place.accountId())
                .bind("chute", place.chute())
                .bind("name", place.name())
                .mapTo(Integer.class)
                .one();
    }

    /** Those of these names that a chute is given: those of all chutes first, then its own. */
    List<Stored> of(Handle handle, long accountId, String chute, Collection<String> names) {
        return handle.createQuery("select " + COLUMNS + """
                         from secret where account_id = :account and chute in ('', :chute) and name = any(:names)
                        order by length(chute), name
                        """)
                .bind("account", accountId)
                .bind("chute", chute)
                .bindArray("names", String.class, names)
                .map((row, _) -> stored(row))
                .list();
    }

    /** One secret for each master key that is in use. */
    List<Stored> oneOfEachKey(Handle handle) {
        return handle.createQuery("select distinct on (master_key) " + COLUMNS + " from secret order by master_key")
                .map((row, _) -> stored(row))
                .list();
    }

    /** Secrets after a place, in the order of places, that are wrapped with another key than this one; locked. */
    List<Stored> lockOthers(Handle handle, String masterKey, SecretPlace after, int limit) {
        return handle.createQuery("select " + COLUMNS + """
                         from secret
                        where master_key <> :key and (account_id, chute, name) > (:account, cast(:chute as text), cast(:name as text))
                        order by account_id, chute, name limit :limit for update
                        """)
                .bind("key", masterKey)
                .bind("account", after.accountId())
                .bind("chute", after.chute())
                .bind("name", after.name())
                .bind("limit", limit)
                .map((row, _) -> stored(row))
                .list();
    }

    void rewrap(Handle handle, SecretPlace place, Envelope envelope) {
        handle.createUpdate("""
                        update secret set master_key = :masterKey, wrapped_key = :wrappedKey
                        where account_id = :account and chute = :chute and name = :name
                        """)
                .bind("masterKey", envelope.masterKey())
                .bind("wrappedKey", envelope.wrappedKey())
                .bind("account", place.accountId())
                .bind("chute", place.chute())
                .bind("name", place.name())
                .execute();
    }

    private static SecretState state(ResultSet row) throws SQLException {
        String chute = row.getString("chute");
        return new SecretState(
                row.getString("name"),
                chute.equals(SecretPlace.EVERY_CHUTE) ? null : chute,
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                new SecretPlace(row.getLong("account_id"), row.getString("chute"), row.getString("name")),
                new Envelope(row.getString("master_key"), row.getBytes("wrapped_key"), row.getBytes("sealed")));
    }

    /** A row. */
    record Stored(SecretPlace place, Envelope envelope) {}
}
