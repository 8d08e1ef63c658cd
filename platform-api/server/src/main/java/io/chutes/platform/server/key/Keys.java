package io.chutes.platform.server.key;

import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.web.ApiException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Issues API keys and tells whose a key is. Only a hash keyed with the server's pepper is stored. */
public final class Keys {
    private static final int LEAST_PEPPER = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private final Database database;
    private final SecretKeySpec pepper;
    private final SecureRandom random = new SecureRandom();

    /**
     * Keys of that database.
     *
     * @param pepper at least 32 secret bytes, kept apart from the database and the same for its whole life
     */
    public Keys(Database database, byte[] pepper) {
        if (pepper.length < LEAST_PEPPER) {
            throw new IllegalArgumentException("The pepper of API keys has %d bytes; at least %d are needed"
                    .formatted(pepper.length, LEAST_PEPPER));
        }
        this.database = database;
        this.pepper = new SecretKeySpec(pepper, ALGORITHM);
    }

    /** A new key of an account. This is the only time that it is known in full. */
    public String issue(Handle handle, long accountId) {
        ApiKey key = ApiKey.random(random);
        handle.createUpdate("insert into api_key (id, account_id, hash) values (:id, :account, :hash)")
                .bind("id", key.id())
                .bind("account", accountId)
                .bind("hash", hash(key))
                .execute();
        return key.text();
    }

    /**
     * Whose key a request carries: as bearer token, or as the password of HTTP Basic with any user name.
     *
     * @param authorization the {@code Authorization} header
     * @throws ApiException 401 if it carries none that is known
     */
    public Principal authenticate(@Nullable String authorization) {
        ApiKey key = ApiKey.fromHeader(authorization);
        Stored stored = find(key.id())
                .orElseThrow(() -> ApiException.unauthorized(
                        "There is no key ck_%s_… on this platform; is it a key of another one?".formatted(key.id())));
        if (!MessageDigest.isEqual(stored.hash(), hash(key))) {
            throw ApiException.unauthorized(
                    "The secret of key ck_%s_… is wrong; was it cut short?".formatted(key.id()));
        }
        return stored.owner();
    }

    private Optional<Stored> find(String id) {
        return database.jdbi().withHandle(handle -> handle.createQuery("""
                        select account.id, account.name, api_key.hash
                        from api_key join account on account.id = api_key.account_id
                        where api_key.id = :id""")
                .bind("id", id)
                .map((row, _) ->
                        new Stored(new Principal(row.getLong("id"), row.getString("name")), row.getBytes("hash")))
                .findOne());
    }

    private byte[] hash(ApiKey key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(pepper);
            return mac.doFinal(key.text().getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no " + ALGORITHM, e);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared, only unpacked
    private record Stored(Principal owner, byte[] hash) {}
}
