package io.chutes.platform.server.node;

import io.chutes.platform.api.Role;
import io.chutes.platform.fleet.NodeTokenState;
import io.chutes.platform.server.access.Principal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of join tokens as an account sees them: those that it made or that are for its nodes, an administrator all. */
final class TokenRows {
    private static final String SELECT = """
            select token.*, maker.name as account, provider.name as provider
            from node_token token
            join account maker on maker.id = token.account_id
            left join account provider on provider.id = token.provider_id
            where (:all or :account in (token.account_id, token.provider_id)) and\s""";

    /** Those by which nodes may still join, whose ids follow that one. */
    List<NodeTokenState> list(Handle handle, Principal viewer, @Nullable String after, int limit, Instant now) {
        return handle.createQuery(SELECT + """
                        token.used_at is null and token.expires_at > :now and token.id collate "C" > :after
                        order by token.id collate "C" limit :limit
                        """)
                .bind("all", viewer.roles().contains(Role.ADMIN))
                .bind("account", viewer.accountId())
                .bind("now", now)
                .bind("after", after == null ? "" : after)
                .bind("limit", limit)
                .map((row, _) -> read(row))
                .list();
    }

    /** One, used or not, which nobody else uses or deletes until the transaction ends. */
    Optional<Row> lock(Handle handle, Principal viewer, String id) {
        return handle.createQuery(SELECT + "token.id = :id for update of token")
                .bind("all", viewer.roles().contains(Role.ADMIN))
                .bind("account", viewer.accountId())
                .bind("id", id)
                .map((row, _) -> new Row(
                        row.getString("id"),
                        row.getLong("account_id"),
                        row.getObject("provider_id", Long.class),
                        row.getString("node")))
                .findOne();
    }

    void delete(Handle handle, String id) {
        handle.createUpdate("delete from node_token where id = :id")
                .bind("id", id)
                .execute();
    }

    private static NodeTokenState read(ResultSet row) throws SQLException {
        return new NodeTokenState(
                row.getString("id"),
                row.getString("account"),
                row.getString("provider"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("expires_at").toInstant());
    }

    /**
     * A token as it is stored.
     *
     * @param node the node that joined by it, null for none yet
     */
    record Row(
            String id,
            long accountId,
            @Nullable Long providerId,
            @Nullable String node) {}
}
