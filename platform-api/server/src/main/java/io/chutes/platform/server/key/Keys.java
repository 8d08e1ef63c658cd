package io.chutes.platform.server.key;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.chutes.platform.api.KeySettings;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.Listener;
import io.chutes.platform.server.web.ApiException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Issues API keys and tells whose a key is. Only a hash keyed with the server's pepper is stored. What was looked up is remembered
 * for less than a second, and forgotten when the database tells that the account has changed.
 */
public final class Keys {
    private static final Duration REMEMBERED = Duration.ofMillis(800);
    private static final int MOST_REMEMBERED = 50_000;
    private static final KeySettings FIRST = new KeySettings("first", true, List.of(), null, null);

    private final Database database;
    private final KeyHash hash;
    private final InstantSource clock;
    private final KeyStore store = new KeyStore();
    private final KeyUses uses;
    private final SecureRandom random = new SecureRandom();
    private final LoadingCache<String, @Nullable StoredKey> known = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .build(this::load);

    /**
     * Keys of that database.
     *
     * @param pepper at least 32 secret bytes, kept apart from the database and the same for its whole life
     */
    public Keys(Database database, byte[] pepper, InstantSource clock) {
        this.database = database;
        this.hash = new KeyHash(pepper);
        this.clock = clock;
        this.uses = new KeyUses(database, store);
    }

    Listener listen() {
        return database.listen("account_changed", account -> forget(Long.parseLong(account)), known::invalidateAll);
    }

    KeyUses uses() {
        return uses;
    }

    /** The first key of an account, which may do everything. This is the only time that it is known in full. */
    public String issue(Handle handle, long accountId) {
        return issue(handle, accountId, FIRST).text();
    }

    /**
     * Takes a key that its owner made as an account's first.
     *
     * @throws ApiException if it does not look like a key
     */
    public void adopt(Handle handle, long accountId, String text) {
        Credential key = ApiKey.fromHeader("Bearer " + text);
        store.insert(handle, accountId, key.id(), hash.of(key), FIRST, clock.instant());
    }

    Credential issue(Handle handle, long accountId, KeySettings settings) {
        Credential key = ApiKey.random(random);
        store.insert(handle, accountId, key.id(), hash.of(key), settings, clock.instant());
        return key;
    }

    /**
     * Whose key a request carries: as bearer token, or as the password of HTTP Basic with any user name.
     *
     * @param authorization the {@code Authorization} header
     * @throws ApiException 401 if it carries none that is good
     */
    public Principal authenticate(@Nullable String authorization) {
        Credential key = ApiKey.fromHeader(authorization);
        @Nullable StoredKey stored = known.get(key.id());
        if (stored == null) {
            throw ApiException.unauthorized(
                    "There is no key ck_%s_… on this platform; is it a key of another one?".formatted(key.id()));
        }
        if (!MessageDigest.isEqual(stored.hash(), hash.of(key))) {
            throw ApiException.unauthorized(
                    "The secret of key ck_%s_… is wrong; was it cut short?".formatted(key.id()));
        }
        return good(stored, key.id());
    }

    /**
     * Who holds a key, by the key's id: for those who were shown the key itself before.
     *
     * @throws ApiException 401 if it is no longer good
     */
    public Principal holder(String id) {
        @Nullable StoredKey stored = known.get(id);
        if (stored == null) {
            throw ApiException.unauthorized("There is no key ck_%s_… any more".formatted(id));
        }
        return good(stored, id);
    }

    private Principal good(StoredKey stored, String id) {
        if (stored.revoked()) {
            throw ApiException.unauthorized("The key ck_%s_… was revoked; use another".formatted(id));
        }
        Instant now = clock.instant();
        @Nullable Instant expiresAt = stored.state().settings().expiresAt();
        if (expiresAt != null && !now.isBefore(expiresAt)) {
            throw ApiException.unauthorized("The key ck_%s_… expired at %s; use another".formatted(id, expiresAt));
        }
        uses.note(id, now);
        return stored.principal();
    }

    private @Nullable StoredKey load(String id) {
        return database.jdbi().withHandle(handle -> store.find(handle, id)).orElse(null);
    }

    /** Looks an account up anew: for whoever has just changed it, and would not wait to hear of that. */
    public void forget(long account) {
        known.asMap().values().removeIf(key -> key.principal().accountId() == account);
    }
}
