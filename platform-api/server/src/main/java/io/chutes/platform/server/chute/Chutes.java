package io.chutes.platform.server.chute;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.chutes.platform.api.ChuteAccess.Callers;
import io.chutes.platform.api.InstanceBounds;
import io.chutes.platform.api.Model;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestJson;
import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.event.Events;
import io.chutes.platform.server.event.Occurrence;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.Call;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The chutes of all accounts, as they are stored. */
public final class Chutes {
    private static final String SELECT = """
            select c.id, c.account_id, a.name as account, c.name, c.deleted_at, c.callers, c.min_instances, c.max_instances,
                r.number, r.version, r.canary, r.percent, r.split, r.cause, r.created_at as rolled_out_at, v.image, v.manifest
            from chute c
            join account a on a.id = c.account_id
            join chute_rollout r on r.chute_id = c.id and r.number = c.rollout
            join chute_version v on v.chute_id = c.id and v.version = r.version
            """;

    private static final int MANIFESTS = 2_000;

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final TryOuts tryOuts;
    private final Versions versions = new Versions();

    /** What versions declared, which never changes. */
    private final Cache<VersionKey, Manifest> manifests =
            Caffeine.newBuilder().maximumSize(MANIFESTS).build();

    /** Chutes whose new versions are tried out as usual. */
    public Chutes(Jdbi jdbi, InstantSource clock) {
        this(jdbi, clock, TryOut.USUAL);
    }

    /**
     * Chutes.
     *
     * @param tryOut how their new versions are tried out
     */
    public Chutes(Jdbi jdbi, InstantSource clock, TryOut tryOut) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.tryOuts = new TryOuts(jdbi, this, tryOut, clock);
    }

    /** How new versions fare. */
    public TryOuts tryOuts() {
        return tryOuts;
    }

    /** The chute of that name that is not deleted. */
    public Optional<Chute> find(long accountId, String name) {
        return jdbi.withHandle(handle -> find(handle, accountId, name));
    }

    /** The chute of that name, if an account may call it: its own, one shared with it, or one for everybody. */
    public Optional<Chute> callable(long callerId, String account, String name) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + """
                        where a.name = :account and c.name = :name and c.deleted_at is null
                            and (c.account_id = :caller or c.callers = 'EVERYBODY' or exists (
                                select 1 from chute_share s where s.chute_id = c.id and s.account_id = :caller))
                        """)
                .bind("account", account)
                .bind("name", name)
                .bind("caller", callerId)
                .map((row, _) -> read(row))
                .findOne());
    }

    /** The chutes that an account may call at one of these paths with a body, as OpenAI's API lists them: its own first. */
    public List<Model> models(long callerId, Collection<String> paths) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select a.name as account, c.name, extract(epoch from v.created_at)::bigint as created
                        from chute c
                        join account a on a.id = c.account_id
                        join chute_rollout r on r.chute_id = c.id and r.number = c.rollout
                        join chute_version v on v.chute_id = c.id and v.version = r.version
                        where c.deleted_at is null
                            and (c.account_id = :caller or c.callers = 'EVERYBODY' or exists (
                                select 1 from chute_share s where s.chute_id = c.id and s.account_id = :caller))
                            and exists (
                                select 1 from jsonb_array_elements(v.manifest::jsonb -> 'endpoints') endpoint
                                where endpoint ->> 'method' = 'POST' and endpoint ->> 'path' = any(:paths)
                                    and (c.account_id = :caller or endpoint ->> 'visibility' = 'PUBLIC'))
                        order by c.account_id <> :caller, a.name collate "C", c.name collate "C"
                        """)
                .bind("caller", callerId)
                .bindArray("paths", String.class, paths)
                .map((row, _) -> Model.of(row.getString("account"), row.getString("name"), row.getLong("created")))
                .list());
    }

    /** Chutes that are there, and deleted ones with instances that are not told to end yet. */
    public List<Chute> all() {
        return jdbi.withHandle(handle ->
                handle.createQuery(SELECT + """
                        where c.deleted_at is null
                           or exists (select 1 from instance i where i.chute_id = c.id and i.wanted and i.ended_at is null)
                        order by c.id
                        """).map((row, _) -> read(row)).list());
    }

    /** What a version declared. */
    public Manifest manifest(long chuteId, int version) {
        return manifests.get(
                new VersionKey(chuteId, version),
                key -> jdbi.withHandle(handle -> versions.manifest(handle, key.chuteId(), key.version())));
    }

    /** The same of a chute that is known with the version that serves. */
    public Manifest manifest(Chute chute, int version) {
        return version == chute.version() ? chute.manifest() : manifest(chute.id(), version);
    }

    /** How a version scales: as it declares, within the bounds that its owner has set. */
    public ScalingSpec scaling(Chute chute, int version) {
        return chute.bounds().over(manifest(chute, version).scaling());
    }

    private Chute read(ResultSet row) throws SQLException {
        String manifest = row.getString("manifest");
        var version = new VersionKey(row.getLong("id"), row.getInt("version"));
        return Chute.read(row, manifests.get(version, _ -> ManifestJson.read(manifest)));
    }

    /** What a chute that is not deleted has made of an image, in words; empty if there is none. */
    public Optional<String> needing(String image) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select c.name, v.version from chute_version v join chute c on c.id = v.chute_id
                        where v.image = :image and c.deleted_at is null
                        order by v.version desc limit 1
                        """)
                .bind("image", image)
                .map((row, _) -> "version %d of chute '%s'".formatted(row.getInt("version"), row.getString("name")))
                .findOne());
    }

    /**
     * The caller's chute that the route is about.
     *
     * @throws ApiException 404 if there is none
     */
    public Chute own(Call<?> call) {
        return own(call.principal(), call.path("name"));
    }

    Chute own(Principal caller, String name) {
        return find(caller.accountId(), name).orElseThrow(() -> absent(name));
    }

    static ApiException absent(String name) {
        return ApiException.notFound("You have no chute '" + name + "'");
    }

    Optional<Chute> find(Handle handle, long accountId, String name) {
        return handle.createQuery(SELECT + "where c.account_id = :account and c.name = :name and c.deleted_at is null")
                .bind("account", accountId)
                .bind("name", name)
                .map((row, _) -> read(row))
                .findOne();
    }

    /** The same, and nobody else changes it until the transaction ends. */
    Optional<Chute> lock(Handle handle, long accountId, String name) {
        handle.createQuery("""
                        select id from chute
                        where account_id = :account and name = :name and deleted_at is null for update
                        """)
                .bind("account", accountId)
                .bind("name", name)
                .mapTo(Long.class)
                .findOne();
        return find(handle, accountId, name);
    }

    /** A row for a chute that is about to get its first version, if there is none; then its id. It is locked. */
    long claim(Handle handle, long accountId, String name, Instant now) {
        requireAccount(handle, accountId);
        requireDeveloper(handle, accountId);
        handle.createUpdate("""
                        insert into chute (account_id, name, newest_version, created_at) values (:account, :name, 0, :now)
                        on conflict (account_id, name) where deleted_at is null do nothing
                        """)
                .bind("account", accountId)
                .bind("name", name)
                .bind("now", now)
                .execute();
        return handle.createQuery("""
                        select id from chute
                        where account_id = :account and name = :name and deleted_at is null for update
                        """)
                .bind("account", accountId)
                .bind("name", name)
                .mapTo(Long.class)
                .one();
    }

    // Who deletes an account deletes the chutes that there are: one that came after would run for nobody.
    private static void requireAccount(Handle handle, long accountId) {
        boolean there = handle.createQuery("select deleted_at is null from account where id = :account for share")
                .bind("account", accountId)
                .mapTo(Boolean.class)
                .one();
        if (!there) {
            throw ApiException.unauthorized("The account was deleted");
        }
    }

    // A role that is given back is remembered for a moment elsewhere; a chute without a deposit would stay.
    private static void requireDeveloper(Handle handle, long accountId) {
        boolean has = handle.createQuery(
                        "select 1 from account_role where account_id = :account and role = 'developer' for key share")
                .bind("account", accountId)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
        if (!has) {
            throw ApiException.forbidden(
                    "The role developer was given back, and deploying needs it; get it with PUT /v1/me/roles/developer");
        }
    }

    /** The chutes of an account whose names follow {@code after}, by name. */
    List<Chute> list(long accountId, String after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + """
                        where c.account_id = :account and c.deleted_at is null and c.name collate "C" > :after
                        order by c.name collate "C" limit :limit
                        """)
                .bind("account", accountId)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, _) -> read(row))
                .list());
    }

    /** Lets others call a chute, or no longer. */
    void open(Handle handle, Chute chute, Callers callers) {
        handle.createUpdate("update chute set callers = :callers where id = :id")
                .bind("callers", callers.name())
                .bind("id", chute.id())
                .execute();
        String who =
                switch (callers) {
                    case SHARED -> "those that it is shared with";
                    case EVERYBODY -> "everybody";
                };
        Events.record(
                handle,
                Occurrence.of(chute.accountId(), "chute.access-changed", "Its owner and " + who + " may call it now")
                        .chute(chute.name())
                        .with("callers", callers));
    }

    /** Sets how few and how many instances a chute has. */
    void bound(Handle handle, Chute chute, InstanceBounds bounds) {
        handle.createUpdate("update chute set min_instances = :least, max_instances = :most where id = :id")
                .bind("least", bounds.minInstances())
                .bind("most", bounds.maxInstances())
                .bind("id", chute.id())
                .execute();
        ScalingSpec holds = bounds.over(chute.manifest().scaling());
        Events.record(
                handle,
                Occurrence.of(
                                chute.accountId(),
                                "chute.scaled",
                                "It has %d to %d instances from now on"
                                        .formatted(holds.minInstances(), holds.maxInstances()))
                        .chute(chute.name())
                        .with("minInstances", holds.minInstances())
                        .with("maxInstances", holds.maxInstances()));
    }

    /** Whether there was such a chute. Its name is free at once; its instances end, and what they still use is paid. */
    boolean delete(long accountId, String name) {
        return jdbi.inTransaction(handle -> {
            boolean deleted = handle.createUpdate("""
                                    update chute set deleted_at = :now
                                    where account_id = :account and name = :name and deleted_at is null
                                    """)
                            .bind("now", clock.instant())
                            .bind("account", accountId)
                            .bind("name", name)
                            .execute()
                    > 0;
            if (deleted) {
                Events.record(
                        handle,
                        Occurrence.of(accountId, "chute.deleted", "It was deleted; its instances end")
                                .chute(name));
            }
            return deleted;
        });
    }

    private record VersionKey(long chuteId, int version) {}
}
