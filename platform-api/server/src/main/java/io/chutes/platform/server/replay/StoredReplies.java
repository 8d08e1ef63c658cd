package io.chutes.platform.server.replay;

import io.chutes.platform.server.access.Caller;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.Replays;
import io.chutes.platform.server.web.Reply;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Handle;

/**
 * Replies in PostgreSQL, for a day. A reply is kept in the transaction of the work that it answers: both are there, or neither, and
 * what failed or was cut off may be tried again. A reply may hold a new key, so it is sealed.
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
        forgetOld();
        // Jdbi hands this transaction to whatever the work does on this thread.
        return database.jdbi().inTransaction(handle -> {
            Optional<Stored> before = find(handle, place);
            if (before.isEmpty()) {
                lock(handle, place);
                before = find(handle, place);
            }
            if (before.isPresent()) {
                return repeat(before.get(), hash, key);
            }
            Reply reply = work.call();
            keep(handle, place, hash, seal.close(key, reply));
            return reply;
        });
    }

    private static long account(Caller caller) {
        return switch (caller) {
            case Caller.Account(var principal) -> principal.accountId();
            case Caller.Anybody _, Caller.Node _ -> NOBODY;
        };
    }

    private void forgetOld() {
        database.jdbi().useHandle(handle -> handle.createUpdate("delete from stored_reply where made_at < :oldest")
                .bind("oldest", clock.instant().minus(KEPT))
                .execute());
    }

    /** Keeps twins away until the transaction ends, however it ends: the database lets go of a server that died. */
    private static void lock(Handle handle, Place place) {
        boolean alone = handle.createQuery("select pg_try_advisory_xact_lock(:place)")
                .bind("place", place.number())
                .mapTo(Boolean.class)
                .one();
        if (!alone) {
            throw ApiException.conflict(
                    "A request with this Idempotency-Key is being answered; ask again in a second for its answer",
                    Duration.ZERO);
        }
    }

    private static Optional<Stored> find(Handle handle, Place place) {
        return handle.createQuery(
                        "select request, reply from stored_reply where account_id = :account and name = :name")
                .bind("account", place.account())
                .bind("name", place.name())
                .map((row, _) -> new Stored(row.getBytes("request"), row.getBytes("reply")))
                .findOne();
    }

    private Reply repeat(Stored stored, byte[] request, String key) {
        if (!MessageDigest.isEqual(stored.request(), request)) {
            throw ApiException.unprocessable(
                    "This Idempotency-Key came with another request before; use a new one for a new request");
        }
        return seal.open(key, stored.reply());
    }

    private void keep(Handle handle, Place place, byte[] request, byte[] reply) {
        handle.createUpdate("""
                        insert into stored_reply (account_id, name, request, reply, made_at)
                        values (:account, :name, :request, :reply, :now)""")
                .bind("account", place.account())
                .bind("name", place.name())
                .bind("request", request)
                .bind("reply", reply)
                .bind("now", clock.instant())
                .execute();
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared, only bound
    private record Place(long account, byte[] name) {
        long number() {
            return ByteBuffer.wrap(name).getLong() ^ account;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared, only unpacked
    private record Stored(byte[] request, byte[] reply) {}
}
