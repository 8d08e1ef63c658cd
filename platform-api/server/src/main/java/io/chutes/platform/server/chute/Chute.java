package io.chutes.platform.server.chute;

import io.chutes.platform.api.ChuteAccess.Callers;
import io.chutes.platform.api.ChuteScaling;
import io.chutes.platform.api.InstanceBounds;
import io.chutes.platform.api.Rollout.Cause;
import io.chutes.platform.manifest.Manifest;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A chute and the version that serves.
 *
 * @param id its row
 * @param accountId its owner
 * @param account its owner's name
 * @param name its name
 * @param deleted whether it is gone for its owner; its instances may still be ending
 * @param callers who may call it beside its owner
 * @param bounds how few and how many instances its owner wants
 * @param traffic which of its versions get calls
 * @param image the image of the version that serves
 * @param manifest that version's manifest
 */
public record Chute(
        long id,
        long accountId,
        String account,
        String name,
        boolean deleted,
        Callers callers,
        InstanceBounds bounds,
        Traffic traffic,
        String image,
        Manifest manifest) {

    /** The version that serves. */
    public int version() {
        return traffic.version();
    }

    /** How few and how many instances it has. */
    public ChuteScaling scaling() {
        return ChuteScaling.of(manifest.scaling(), bounds);
    }

    static Chute read(ResultSet row, Manifest manifest) throws SQLException {
        return new Chute(
                row.getLong("id"),
                row.getLong("account_id"),
                row.getString("account"),
                row.getString("name"),
                row.getTimestamp("deleted_at") != null,
                Callers.valueOf(row.getString("callers")),
                new InstanceBounds(
                        row.getObject("min_instances", Integer.class), row.getObject("max_instances", Integer.class)),
                new Traffic(
                        row.getInt("number"),
                        row.getInt("version"),
                        Rollouts.canary(row),
                        Cause.valueOf(row.getString("cause")),
                        row.getTimestamp("rolled_out_at").toInstant()),
                row.getString("image"),
                manifest);
    }
}
