package io.chutes.platform.server.fleet;

import io.chutes.platform.api.InstanceState;
import io.chutes.platform.api.InstanceStatus;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of instances as those see them who own their chutes. */
final class OwnedInstances {
    private static final String SELECT = """
            select i.*, c.name as chute from instance i join chute c on c.id = i.chute_id
            where c.account_id = :account and\s""";

    /** The newest first, from the one after {@link Filter#after}. */
    List<InstanceState> list(Handle handle, long accountId, Filter filter, int limit) {
        return handle.createQuery(SELECT + """
                        (cast(:chute as text) is null or c.name = :chute)
                            and (cast(:status as text) is null or i.status = :status)
                            and (cast(:after as text) is null
                                or (i.created_at, i.id) < (select created_at, id from instance where id = :after))
                        order by i.created_at desc, i.id desc limit :limit
                        """)
                .bind("account", accountId)
                .bind("chute", filter.chute().orElse(null))
                .bind("status", filter.status().map(InstanceStatus::name).orElse(null))
                .bind("after", filter.after())
                .bind("limit", limit)
                .map((row, _) -> Instance.read(row).state(row.getString("chute")))
                .list();
    }

    Optional<InstanceState> find(Handle handle, long accountId, String id) {
        return handle.createQuery(SELECT + "i.id = :id")
                .bind("account", accountId)
                .bind("id", id)
                .map((row, _) -> Instance.read(row).state(row.getString("chute")))
                .findOne();
    }

    /**
     * Which instances are asked for.
     *
     * @param after only those that follow this one, null for all
     */
    record Filter(
            Optional<String> chute,
            Optional<InstanceStatus> status,
            @Nullable String after) {}
}
