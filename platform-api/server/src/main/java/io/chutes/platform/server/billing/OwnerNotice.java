package io.chutes.platform.server.billing;

import io.chutes.platform.server.event.Events;
import io.chutes.platform.server.event.Occurrence;
import org.jdbi.v3.core.Handle;

/** What the owner of a chute is told of calls that paid him nothing, or less than they cost: once an hour, since it is seldom about one call. */
enum OwnerNotice {
    UNCOUNTED("chute.call-uncounted"),
    UNCOLLECTED("chute.call-uncollected");

    private final String type;

    OwnerNotice(String type) {
        this.type = type;
    }

    /** Tells him, unless somebody did within the hour. */
    void tell(Handle handle, ChargedCall call, String message) {
        if (isDue(handle, call.chuteId())) {
            long owner = handle.createQuery("select account_id from chute where id = :chute")
                    .bind("chute", call.chuteId())
                    .mapTo(Long.class)
                    .one();
            Events.record(
                    handle,
                    Occurrence.of(owner, type, message).chute(call.chute()).with("call", call.id()));
        }
    }

    // Of two at once one waits for the other's row, and finds it fresh; while it is fresh, nobody waits.
    private boolean isDue(Handle handle, long chute) {
        return handle.createUpdate("""
                                insert into chute_notice as known (chute_id, type, told_at)
                                select :chute, :type, now() where not exists (
                                    select from chute_notice where chute_id = :chute and type = :type
                                        and told_at > now() - interval '1 hour')
                                on conflict (chute_id, type) do update set told_at = excluded.told_at
                                where known.told_at <= now() - interval '1 hour'""").bind("chute", chute).bind("type", type).execute() == 1;
    }
}
