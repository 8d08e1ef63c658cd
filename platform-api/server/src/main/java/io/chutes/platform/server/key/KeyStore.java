package io.chutes.platform.server.key;

import io.chutes.platform.api.KeySettings;
import io.chutes.platform.api.Money;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The rows of keys. Each method is one statement in the caller's transaction. */
final class KeyStore {
    private static final String SELECT = """
            select key.*, account.name as account,
                   (select coalesce(string_agg(role, ','), '') from account_role r where r.account_id = account.id) as roles
            from api_key key join account on account.id = key.account_id
            """;

    /** The key of that id, revoked or not. */
    Optional<StoredKey> find(Handle handle, String id) {
        return handle.createQuery(SELECT + "where key.id = :id")
                .bind("id", id)
                .map((row, _) -> StoredKey.read(row))
                .findOne();
    }

    /** A key of an account that is not revoked, which stays as it is until the transaction ends. */
    Optional<StoredKey> lock(Handle handle, long account, String id) {
        return handle.createQuery(
                        SELECT
                                + "where key.id = :id and key.account_id = :account and key.revoked_at is null for update of key")
                .bind("id", id)
                .bind("account", account)
                .map((row, _) -> StoredKey.read(row))
                .findOne();
    }

    /** The keys of an account that open anything at a time, which stay as they are until the transaction ends. */
    List<StoredKey> lockGood(Handle handle, long account, Instant now) {
        return handle.createQuery(SELECT + """
                        where key.account_id = :account and key.revoked_at is null
                          and (key.expires_at is null or key.expires_at > :now)
                        order by key.id for update of key""")
                .bind("account", account)
                .bind("now", now)
                .map((row, _) -> StoredKey.read(row))
                .list();
    }

    /** The keys of an account whose ids follow that one. */
    List<StoredKey> list(Handle handle, long account, @Nullable String after, int limit) {
        return handle.createQuery(SELECT + """
                        where key.account_id = :account and key.revoked_at is null and key.id collate "C" > :after
                        order by key.id collate "C" limit :limit""")
                .bind("account", account)
                .bind("after", Objects.requireNonNullElse(after, ""))
                .bind("limit", limit)
                .map((row, _) -> StoredKey.read(row))
                .list();
    }

    void insert(Handle handle, long account, String id, byte[] hash, KeySettings settings, Instant now) {
        bind(handle.createUpdate("""
                        insert into api_key (id, account_id, hash, name, admin, scopes, expires_at, spend_cap, created_at)
                        values (:id, :account, :hash, :name, :admin, :scopes::jsonb, :expires, :cap, :now)"""), settings)
                .bind("id", id)
                .bind("account", account)
                .bind("hash", hash)
                .bind("now", now)
                .execute();
    }

    void update(Handle handle, String id, KeySettings settings) {
        bind(handle.createUpdate("""
                        update api_key set name = :name, admin = :admin, scopes = :scopes::jsonb, expires_at = :expires,
                            spend_cap = :cap
                        where id = :id"""), settings).bind("id", id).execute();
    }

    void revoke(Handle handle, String id, Instant now) {
        handle.createUpdate("update api_key set revoked_at = :now where id = :id")
                .bind("id", id)
                .bind("now", now)
                .execute();
    }

    /** Notes when keys were last used; never earlier than is noted. */
    void used(Handle handle, Map<String, Instant> uses) {
        var batch = handle.prepareBatch("update api_key set last_used_at = greatest(last_used_at, :at) where id = :id");
        uses.forEach((id, at) -> batch.bind("id", id).bind("at", at).add());
        batch.execute();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, KeySettings settings) {
        @Nullable Money cap = settings.spendCap();
        return statement
                .bind("name", settings.name())
                .bind("admin", settings.admin())
                .bind("scopes", StoredKey.json(Objects.requireNonNull(settings.scopes())))
                .bind("expires", settings.expiresAt())
                .bind("cap", cap == null ? null : cap.amount());
    }
}
