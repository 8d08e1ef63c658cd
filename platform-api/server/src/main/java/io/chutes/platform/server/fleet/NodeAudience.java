package io.chutes.platform.server.fleet;

import io.chutes.platform.server.event.Events;
import io.chutes.platform.server.event.Occurrence;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Who hears of a node.
 *
 * @param node its name
 * @param accountId who made the token that it joined by, null for nobody
 * @param providerId who lends it, null for the platform
 */
public record NodeAudience(
        String node, @Nullable Long accountId, @Nullable Long providerId) {
    /** That of a row of nodes. */
    public static NodeAudience read(ResultSet row) throws SQLException {
        return new NodeAudience(
                row.getString("name"),
                row.getObject("account_id", Long.class),
                row.getObject("provider_id", Long.class));
    }

    /** Tells all of them what it does, or what is done to it. */
    public void tell(Handle handle, String type, String what) {
        tell(handle, type, what, Map.of());
    }

    /** The same with more particulars. */
    public void tell(Handle handle, String type, String what, Map<String, String> more) {
        Stream.of(accountId, providerId)
                .filter(Objects::nonNull)
                .distinct()
                .map(account -> Occurrence.of(account, type, "The node '%s' %s".formatted(node, what)))
                .map(told -> told.with("node", node))
                .map(told -> more.entrySet().stream()
                        .reduce(told, (it, one) -> it.with(one.getKey(), one.getValue()), (it, _) -> it))
                .forEach(told -> Events.record(handle, told));
    }
}
