package io.chutes.platform.server.billing;

import io.chutes.platform.api.UsageGap;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The rows of metered usage and of what is missing of it. */
public final class UsageRows {
    void add(Handle handle, MeteredInterval interval, InstancePrice price, List<HourPart> parts) {
        if (parts.isEmpty()) {
            return;
        }
        PreparedBatch rows = handle.prepareBatch("""
                insert into usage (instance, sequence, hour, account_id, chute, began, ended, millis, gpu, gpu_count,
                    price_list, hourly_price, amount, transaction_id)
                values (:instance, :sequence, :hour, :account, :chute, :began, :ended, :millis, :gpu, :gpuCount,
                    :list, :hourly, :amount, (select id from ledger_transaction where cause = :cause))
                on conflict do nothing""");
        for (HourPart part : parts) {
            rows.bind("instance", interval.instance())
                    .bind("sequence", interval.sequence())
                    .bind("hour", part.hour())
                    .bind("account", interval.accountId())
                    .bind("chute", interval.chute())
                    .bind("began", part.from())
                    .bind("ended", part.to())
                    .bind("millis", part.millis())
                    .bind("gpu", interval.gpu())
                    .bind("gpuCount", interval.gpuCount())
                    .bind("list", price.list())
                    .bind("hourly", price.hourly())
                    .bind("amount", part.amount().amount())
                    .bind("cause", interval.cause())
                    .add();
        }
        rows.execute();
    }

    /** Notes a gap, once. */
    public void miss(Handle handle, long accountId, UsageGap gap, Instant now) {
        handle.createUpdate("""
                        insert into usage_gap (instance, first_sequence, last_sequence, account_id, chute, after, before,
                            reason, noticed_at)
                        values (:instance, :first, :last, :account, :chute, :after, :before, :reason, :now)
                        on conflict do nothing""")
                .bind("instance", gap.instance())
                .bind("first", gap.firstSequence())
                .bind("last", gap.lastSequence())
                .bind("account", accountId)
                .bind("chute", gap.chute())
                .bind("after", gap.after())
                .bind("before", gap.before())
                .bind("reason", gap.reason())
                .bind("now", now)
                .execute();
    }

    /** Takes back a gap that begins with that interval, which has come. */
    public void came(Handle handle, String instance, long firstSequence) {
        handle.createUpdate("delete from usage_gap where instance = :instance and first_sequence = :first")
                .bind("instance", instance)
                .bind("first", firstSequence)
                .execute();
    }

    /** When the gaps of instances were noticed, by instance and the first interval that is missing. */
    public Map<String, Map<Long, Instant>> noticed(Handle handle, Collection<String> instances) {
        return handle.createQuery(
                        "select instance, first_sequence, noticed_at from usage_gap where instance = any(:instances)")
                .bindArray("instances", String.class, instances)
                .reduceRows(new HashMap<>(), (noticed, row) -> {
                    noticed.computeIfAbsent(row.getColumn("instance", String.class), _ -> new HashMap<>())
                            .put(
                                    row.getColumn("first_sequence", Long.class),
                                    row.getColumn("noticed_at", Instant.class));
                    return noticed;
                });
    }

    /** The gaps of an account that begin in a stretch of time, oldest first. */
    public List<UsageGap> gaps(Handle handle, long accountId, Instant from, Instant to) {
        return handle.createQuery("""
                        select instance, chute, first_sequence, last_sequence, after, before, reason
                        from usage_gap where account_id = :account and after >= :from and after < :to
                        order by after, instance, first_sequence""")
                .bind("account", accountId)
                .bind("from", from)
                .bind("to", to)
                .map((row, _) -> new UsageGap(
                        row.getString("instance"),
                        row.getString("chute"),
                        row.getLong("first_sequence"),
                        row.getLong("last_sequence"),
                        row.getTimestamp("after").toInstant(),
                        row.getTimestamp("before").toInstant(),
                        row.getString("reason")))
                .list();
    }
}
