package io.chutes.platform.server.chute;

import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestJson;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A chute and the version that is to serve.
 *
 * @param id its row
 * @param accountId its owner
 * @param account its owner's name
 * @param name its name
 * @param deleted whether it is gone for its owner; its instances may still be ending
 * @param version its newest version
 * @param image that version's image
 * @param manifest that version's manifest
 */
public record Chute(
        long id,
        long accountId,
        String account,
        String name,
        boolean deleted,
        int version,
        String image,
        Manifest manifest) {

    static Chute read(ResultSet row) throws SQLException {
        return new Chute(
                row.getLong("id"),
                row.getLong("account_id"),
                row.getString("account"),
                row.getString("name"),
                row.getTimestamp("deleted_at") != null,
                row.getInt("current_version"),
                row.getString("image"),
                ManifestJson.read(row.getString("manifest")));
    }
}
