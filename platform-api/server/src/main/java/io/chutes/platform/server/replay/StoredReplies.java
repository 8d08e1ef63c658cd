package io.chutes.platform.server.replay;

import io.chutes.platform.server.access.Caller;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.Replays;
import io.chutes.platform.server.web.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Replies in PostgreSQL, for a day. Only what succeeded is kept: what failed made nothing, and may be tried again. A reply may hold a
 * new key, so it is sealed.
 */
public final class StoredReplies implements Replays {
    private static final Duration KEPT = Duration.ofHours(24);
    private static final long NOBODY = 0;

    private final Database database;
    private final InstantSource clock;
    private final Seal seal;

    /**
     * Replies of that database.
     *
     * @param secret what they are sealed with, together with the caller's own key
     */
    public StoredReplies(Database database, byte[] secret, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.seal = new Seal(secret);
    }

    @Override
    public Reply once(Caller caller, String route, String key, byte[] request, Callable<Reply> work) throws Exception {
        var place = new Place(account(caller), seal.name(route + "\n" + key));
        byte[] hash = seal.name(new String(request, StandardCharsets.ISO_8859_1));
        if (!claim(place, hash)) {
            return repeat(place, hash, key);
        }
        Reply reply;
        try {
            reply = work.call();
        } catch (Exception | Error e) {
            release(place);
            throw e;
        }
        keep(place, seal.close(key, reply));
        return reply;
    }

    private static long account(Caller caller) {
        return switch (caller) {
            case Caller.Account(var principal) -> principal.accountId();
            case Caller.Anybody _, Caller.Node _ -> NOBODY;
        };
    }

    /** Whether nobody was here before. */
    private boolean claim(Place place, byte[] request) {
        Instant now = clock.instant();
        return database.jdbi().inTransaction(handle -> {
            handle.createUpdate("delete from stored_reply where made_at < :oldest")
                    .bind("oldest", now.minus(KEPT))
                    .execute();
            return handle.createUpdate("""
                                    insert into stored_reply (account_id, name, request, made_at)
                                    values (:account, :name, :request, :now) on conflict do nothing""")
                            .bind("account", place.account())
                            .bind("name", place.name())
                            .bind("request", request)
                            .bind("now", now)
                            .execute()
                    == 1;
        });
    }

    private Reply repeat(Place place, byte[] request, String key) {
        Optional<Stored> found = database.jdbi().withHandle(handle -> handle.createQuery(
                        "select request, reply from stored_reply where account_id = :account and name = :name")
                .bind("account", place.account())
                .bind("name", place.name())
                .map((row, _) -> new Stored(row.getBytes("request"), row.getBytes("reply")))
                .findOne());
        if (found.isPresent() && !MessageDigest.isEqual(found.get().request(), request)) {
            throw ApiException.unprocessable(
                    "This Idempotency-Key came with another request before; use a new one for a new request");
        }
        byte @Nullable [] reply = found.map(Stored::reply).orElse(null);
        if (reply == null) {
            throw ApiException.conflict(
                    "A request with this Idempotency-Key is being answered, or was cut off: ask again in a second. "
                            + "If this stays, look whether it did its work before you use a new key");
        }
        return seal.open(key, reply);
    }

    private void keep(Place place, byte[] reply) {
        database.jdbi().useHandle(handle -> handle.createUpdate(
                        "update stored_reply set reply = :reply where account_id = :account and name = :name")
                .bind("reply", reply)
                .bind("account", place.account())
                .bind("name", place.name())
                .execute());
    }

    private void release(Place place) {
        database.jdbi().useHandle(handle -> handle.createUpdate(
                        "delete from stored_reply where account_id = :account and name = :name and reply is null")
                .bind("account", place.account())
                .bind("name", place.name())
                .execute());
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared, only bound
    private record Place(long account, byte[] name) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared, only unpacked
    private record Stored(byte[] request, byte @Nullable [] reply) {}
}
