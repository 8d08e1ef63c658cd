package io.chutes.platform.server.node;

import io.chutes.platform.api.Role;
import io.chutes.platform.fleet.NewNodeToken;
import io.chutes.platform.fleet.NodeToken;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.event.Events;
import io.chutes.platform.server.event.Occurrence;
import io.chutes.platform.server.key.Credential;
import io.chutes.platform.server.key.KeyHash;
import io.chutes.platform.server.web.ApiException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What nodes join with: each is good for one node and a time, and stored as a keyed hash. */
final class JoinTokens {
    private static final String KIND = "cj";
    private static final Duration USUAL = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(7);

    private final KeyHash hash;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    JoinTokens(KeyHash hash, InstantSource clock) {
        this.hash = hash;
        this.clock = clock;
    }

    NodeToken make(Handle handle, Principal maker, NewNodeToken wanted) {
        Instant now = clock.instant();
        Instant end = wanted.expiresAt() == null ? now.plus(USUAL) : wanted.expiresAt();
        if (!end.isAfter(now) || end.isAfter(now.plus(LONGEST))) {
            throw ApiException.unprocessable(
                    "/expiresAt",
                    "range",
                    "expiresAt must be later than now, %s, and at most a week, got %s".formatted(now, end));
        }
        String provider = provider(maker, wanted);
        @Nullable Long providerId = provider == null ? null : account(handle, provider);
        Credential token = Credential.random(KIND, random);
        handle.createUpdate("""
                        insert into node_token (id, hash, account_id, provider_id, created_at, expires_at)
                        values (:id, :hash, :account, :provider, :now, :end)
                        """)
                .bind("id", token.id())
                .bind("hash", hash.of(token))
                .bind("account", maker.accountId())
                .bind("provider", providerId)
                .bind("now", now)
                .bind("end", end)
                .execute();
        tell(
                handle,
                maker.accountId(),
                providerId,
                "node.token-created",
                "One node may join by the token %s until %s".formatted(token, end),
                token.id());
        return new NodeToken(token.text(), provider, end);
    }

    /** Tells whoever made a token, and whoever is to lend its node. */
    static void tell(Handle handle, long maker, @Nullable Long provider, String type, String message, String token) {
        Stream.of(maker, provider)
                .filter(Objects::nonNull)
                .distinct()
                .forEach(account -> Events.record(
                        handle, Occurrence.of(account, type, message).with("token", token)));
    }

    /**
     * Looks at a token and keeps everybody else from it until the transaction ends.
     *
     * @throws ApiException 401 if it is not good, 409 if it was used
     */
    Taken take(Handle handle, String text) {
        Credential token = Credential.parse(KIND, text)
                .orElseThrow(
                        () -> ApiException.unauthorized("The join token is malformed: it is " + Credential.form(KIND)));
        Stored stored = lock(handle, token.id())
                .orElseThrow(() -> ApiException.unauthorized(
                        "There is no join token %s on this platform; is it of another one?".formatted(token)));
        if (!MessageDigest.isEqual(stored.hash(), hash.of(token))) {
            throw ApiException.unauthorized(
                    "The secret of the join token %s is wrong; was it cut short?".formatted(token));
        }
        if (stored.node() != null) {
            throw ApiException.conflict(
                    "The join token %s is used: the node '%s' joined with it. Each node needs one of its own: POST /v1/nodes/tokens"
                            .formatted(token, stored.node()));
        }
        Instant now = clock.instant();
        if (!now.isBefore(stored.expiresAt())) {
            throw ApiException.unauthorized("The join token %s expired at %s; make another: POST /v1/nodes/tokens"
                    .formatted(token, stored.expiresAt()));
        }
        return new Taken(token.id(), stored.accountId(), stored.providerId());
    }

    /** Notes by which node a token was used. */
    void used(Handle handle, Taken taken, String node) {
        handle.createUpdate("update node_token set used_at = :now, node = :node where id = :id")
                .bind("id", taken.id())
                .bind("node", node)
                .bind("now", clock.instant())
                .execute();
    }

    /**
     * A token that may be used now, and by nobody else until the transaction ends.
     *
     * @param accountId who made it
     * @param providerId who is to earn, null for the platform
     */
    record Taken(String id, long accountId, @Nullable Long providerId) {}

    private static @Nullable String provider(Principal maker, NewNodeToken wanted) {
        if (maker.roles().contains(Role.ADMIN)) {
            return wanted.provider();
        }
        if (wanted.provider() != null && !wanted.provider().equals(maker.account())) {
            throw ApiException.forbidden("Only an administrator makes tokens for nodes of '%s'; yours are of '%s'"
                    .formatted(wanted.provider(), maker.account()));
        }
        return maker.account();
    }

    private static long account(Handle handle, String name) {
        return handle.createQuery("select id from account where name = :name and deleted_at is null for share")
                .bind("name", name)
                .mapTo(Long.class)
                .findOne()
                .orElseThrow(() -> ApiException.unprocessable(
                        "/provider", "exists", "There is no account '%s' that could earn".formatted(name)));
    }

    private static Optional<Stored> lock(Handle handle, String id) {
        return handle.createQuery("select * from node_token where id = :id for update")
                .bind("id", id)
                .map((row, _) -> Stored.read(row))
                .findOne();
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared, only unpacked
    private record Stored(
            byte[] hash,
            long accountId,
            @Nullable Long providerId,
            Instant expiresAt,
            @Nullable String node) {
        static Stored read(ResultSet row) throws SQLException {
            return new Stored(
                    row.getBytes("hash"),
                    row.getLong("account_id"),
                    row.getObject("provider_id", Long.class),
                    row.getTimestamp("expires_at").toInstant(),
                    row.getString("node"));
        }
    }
}
