package io.chutes.platform.server.chute;

import io.chutes.platform.api.ChuteVersion;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of versions. Each method is one thing done in the caller's transaction. */
final class Versions {
    private static final Numbered<ChuteVersion> NUMBERED =
            new Numbered<>("chute_version", "version", (row, _) -> read(row));

    /** The version that an image is, if it is one of that chute. */
    Optional<ChuteVersion> of(Handle handle, long chuteId, ImageName image) {
        return handle.createQuery("""
                        select * from chute_version where chute_id = :chute and split_part(image, '@', 2) = :digest
                        order by version desc limit 1
                        """)
                .bind("chute", chuteId)
                .bind("digest", image.digest())
                .map((row, _) -> read(row))
                .findOne();
    }

    Optional<ChuteVersion> find(Handle handle, long chuteId, int version) {
        return handle.createQuery("select * from chute_version where chute_id = :chute and version = :version")
                .bind("chute", chuteId)
                .bind("version", version)
                .map((row, _) -> read(row))
                .findOne();
    }

    /** Those with lower numbers, newest first. */
    List<ChuteVersion> before(Handle handle, long chuteId, long version, int limit) {
        return NUMBERED.before(handle, chuteId, version, limit);
    }

    /** What a version declared. */
    Manifest manifest(Handle handle, long chuteId, int version) {
        return ManifestJson.read(
                handle.createQuery("select manifest from chute_version where chute_id = :chute and version = :version")
                        .bind("chute", chuteId)
                        .bind("version", version)
                        .mapTo(String.class)
                        .one());
    }

    /** The next version of a chute. */
    ChuteVersion create(Handle handle, long chuteId, ImageName image, Manifest manifest, Instant now) {
        handle.createUpdate("update chute set newest_version = newest_version + 1 where id = :id")
                .bind("id", chuteId)
                .execute();
        return handle.createQuery("""
                        insert into chute_version (chute_id, version, image, manifest, created_at)
                        select id, newest_version, :image, :manifest, :now from chute where id = :id returning *
                        """)
                .bind("id", chuteId)
                .bind("image", image.toString())
                .bind("manifest", ManifestJson.write(manifest))
                .bind("now", now)
                .map((row, _) -> read(row))
                .one();
    }

    private static ChuteVersion read(ResultSet row) throws SQLException {
        return new ChuteVersion(
                row.getInt("version"),
                row.getString("image"),
                row.getTimestamp("created_at").toInstant());
    }
}
