package io.chutes.platform.server.chute;

import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestJson;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The chutes of all accounts, as they are stored. */
public final class Chutes {
    private static final String SELECT = """
            select c.id, c.account_id, a.name as account, c.name, c.deleted_at, c.current_version, v.image, v.manifest
            from chute c
            join account a on a.id = c.account_id
            join chute_version v on v.chute_id = c.id and v.version = c.current_version
            """;

    private final Jdbi jdbi;
    private final InstantSource clock;

    public Chutes(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** The chute of that name that is not deleted. */
    public Optional<Chute> find(long accountId, String name) {
        return jdbi.withHandle(handle -> find(handle, accountId, name));
    }

    /** Chutes that are there, and deleted ones with instances that are not told to end yet. */
    public List<Chute> all() {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + """
                        where c.deleted_at is null
                           or exists (select 1 from instance i where i.chute_id = c.id and i.wanted and i.ended_at is null)
                        order by c.id
                        """)
                .map((row, _) -> Chute.read(row))
                .list());
    }

    /** What a version declared. */
    public Manifest manifest(long chuteId, int version) {
        return ManifestJson.read(jdbi.withHandle(handle -> handle.createQuery(
                        "select manifest from chute_version where chute_id = :chute and version = :version")
                .bind("chute", chuteId)
                .bind("version", version)
                .mapTo(String.class)
                .one()));
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

    /** The chutes of an account whose names follow {@code after}, by name. */
    List<Chute> list(long accountId, String after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + """
                        where c.account_id = :account and c.deleted_at is null and c.name collate "C" > :after
                        order by c.name collate "C" limit :limit
                        """)
                .bind("account", accountId)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, _) -> Chute.read(row))
                .list());
    }

    /** Makes an image the newest version, unless it is that already. */
    Deployed deploy(long accountId, ImageName image, Manifest manifest) {
        return jdbi.inTransaction(handle -> {
            Instant now = clock.instant();
            long id = lock(handle, accountId, manifest.name(), now);
            Optional<Chute> before = find(handle, accountId, manifest.name());
            if (before.isPresent()
                    && ImageName.parse(before.get().image()).digest().equals(image.digest())) {
                return new Deployed(before.get(), false);
            }
            addVersion(handle, id, image, manifest, now);
            return new Deployed(find(handle, accountId, manifest.name()).orElseThrow(), true);
        });
    }

    /** Whether there was such a chute. */
    boolean delete(long accountId, String name) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                                update chute set deleted_at = :now
                                where account_id = :account and name = :name and deleted_at is null
                                """)
                        .bind("now", clock.instant())
                        .bind("account", accountId)
                        .bind("name", name)
                        .execute()
                > 0);
    }

    // Two deployments of one chute at once get two versions, one after the other: the row is locked until commit.
    private static long lock(Handle handle, long accountId, String name, Instant now) {
        handle.createUpdate("""
                        insert into chute (account_id, name, current_version, created_at) values (:account, :name, 0, :now)
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

    private static void addVersion(Handle handle, long id, ImageName image, Manifest manifest, Instant now) {
        handle.createUpdate("update chute set current_version = current_version + 1 where id = :id")
                .bind("id", id)
                .execute();
        handle.createUpdate("""
                        insert into chute_version (chute_id, version, image, manifest, created_at)
                        select id, current_version, :image, :manifest, :now from chute where id = :id
                        """)
                .bind("id", id)
                .bind("image", image.toString())
                .bind("manifest", ManifestJson.write(manifest))
                .bind("now", now)
                .execute();
    }

    private static Optional<Chute> find(Handle handle, long accountId, String name) {
        return handle.createQuery(SELECT + "where c.account_id = :account and c.name = :name and c.deleted_at is null")
                .bind("account", accountId)
                .bind("name", name)
                .map((row, _) -> Chute.read(row))
                .findOne();
    }

    /**
     * What deploying did.
     *
     * @param created whether there is a version that was not there before
     */
    record Deployed(Chute chute, boolean created) {}
}
