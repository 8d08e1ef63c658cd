package io.chutes.platform.server.node;

import io.chutes.platform.fleet.JoinedNode;
import io.chutes.platform.fleet.NewNode;
import io.chutes.platform.server.event.Events;
import io.chutes.platform.server.event.Occurrence;
import io.chutes.platform.server.fleet.NodeAudience;
import io.chutes.platform.server.key.Credential;
import io.chutes.platform.server.key.KeyHash;
import io.chutes.platform.server.web.ApiException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The nodes that joined, each by a credential of its own. Only a keyed hash of it is stored, and looked up each time. */
public final class JoinedNodes {
    private static final String KIND = "cn";
    /** The part of an address that is not a node's name: {@code /v1/nodes/tokens}. */
    private static final String TAKEN = "tokens";

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private final Jdbi jdbi;
    private final Set<String> configured;
    private final KeyHash hash;
    private final JoinTokens tokens;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /**
     * Those of that database.
     *
     * @param pepper what credentials are hashed with
     * @param configured the names of nodes that need not join
     */
    public JoinedNodes(Jdbi jdbi, byte[] pepper, Set<String> configured, InstantSource clock) {
        this.jdbi = jdbi;
        this.configured = Set.copyOf(configured);
        this.hash = new KeyHash(pepper);
        this.tokens = new JoinTokens(hash, clock);
        this.clock = clock;
    }

    JoinTokens tokens() {
        return tokens;
    }

    /** The node whose credential that is, if it is one and was not revoked. */
    public Optional<String> holding(String credential) {
        return Credential.parse(KIND, credential).flatMap(shown -> jdbi.withHandle(handle -> stored(handle, shown.id()))
                .filter(stored -> MessageDigest.isEqual(stored.hash(), hash.of(shown)))
                .map(Stored::node));
    }

    /**
     * Lets a node in, once for each token.
     *
     * @throws ApiException 401 or 409 if the token lets nobody in, 422 or 409 if the name cannot be had
     */
    JoinedNode join(NewNode wanted) {
        String name = wanted.name();
        if (!NAME.matcher(name).matches()) {
            throw ApiException.unprocessable(
                    "/name",
                    "pattern",
                    "A node is named by 1 to 63 lower-case letters, digits and hyphens, none of these first or last, got '%s'"
                            .formatted(name));
        }
        if (TAKEN.equals(name)) {
            throw ApiException.unprocessable(
                    "/name", "pattern", "No node can be named '%s': join tokens are at its address".formatted(name));
        }
        return jdbi.inTransaction(handle -> {
            JoinTokens.Taken token = tokens.take(handle, wanted.token());
            Credential credential = Credential.random(KIND, random);
            if (configured.contains(name) || !insert(handle, name, token, credential)) {
                throw ApiException.conflict(
                        "A node is named '%s' already: choose another name, or delete that node first; the token is as good as before"
                                .formatted(name));
            }
            tokens.used(handle, token, name);
            grantRole(handle, token, name);
            new NodeAudience(name, token.accountId(), token.providerId())
                    .tell(handle, "node.joined", "joined", Map.of("token", token.id()));
            return new JoinedNode(name, credential.text());
        });
    }

    // Who had a node of that name and deleted it may have it again; its row is there for the instances that were on it.
    private boolean insert(Handle handle, String name, JoinTokens.Taken token, Credential credential) {
        Instant now = clock.instant();
        return handle.createUpdate("""
                        insert into node (name, cores, memory_gb, gpus, account_id, provider_id, credential_id,
                            credential_hash, joined_at)
                        values (:name, 0, 0, '{}', :account, :provider, :credential, :hash, :now)
                        on conflict (name) do update set engine = null, cores = 0, memory_gb = 0, gpus = '{}',
                            provider_id = excluded.provider_id, credential_id = excluded.credential_id,
                            credential_hash = excluded.credential_hash, joined_at = excluded.joined_at, heard_at = null,
                            agent = null, refused_agent = null, free_disk_gb = 0, warnings = '[]', weights = '[]', prices = '{}', silence = null,
                            draining_at = null, drained_at = null, deleted_at = null
                        where node.deleted_at is not null and node.account_id = excluded.account_id
                        """)
                        .bind("name", name)
                        .bind("account", token.accountId())
                        .bind("provider", token.providerId())
                        .bind("credential", credential.id())
                        .bind("hash", hash.of(credential))
                        .bind("now", now)
                        .execute()
                > 0;
    }

    private static void grantRole(Handle handle, JoinTokens.Taken token, String node) {
        if (token.providerId() == null) {
            return;
        }
        int given = handle.execute(
                "insert into account_role (account_id, role) values (?, 'provider') on conflict do nothing",
                token.providerId());
        if (given > 0) {
            Events.record(
                    handle,
                    Occurrence.of(
                                    token.providerId(),
                                    "account.role-granted",
                                    "It earns by the node '%s'".formatted(node))
                            .with("role", "provider"));
        }
    }

    private static Optional<Stored> stored(Handle handle, String id) {
        return handle.createQuery(
                        "select name, credential_hash from node where credential_id = :id and deleted_at is null")
                .bind("id", id)
                .map((row, _) -> new Stored(row.getString("name"), row.getBytes("credential_hash")))
                .findOne();
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared, only unpacked
    private record Stored(String node, byte[] hash) {}
}
