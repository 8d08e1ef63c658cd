package io.chutes.platform.node;

import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.Phase;
import io.chutes.platform.fleet.ObservedInstance;
import io.chutes.platform.fleet.UsageInterval;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node knows of one instance, as it is kept on disk.
 *
 * @param id the instance
 * @param status where in its life it is
 * @param reason why, in words
 * @param address where it answers; null before it does
 * @param phases the parts of its start that are over
 * @param meteredUntil until when its usage is in intervals: the moment it became ready, or the end of the last one;
 *     null if no time counts
 * @param lastSequence the sequence number of its last interval, 0 before the first
 * @param unacknowledged intervals that the control plane has not confirmed
 */
record InstanceRecord(
        String id,
        InstanceStatus status,
        String reason,
        @Nullable URI address,
        List<Phase> phases,
        @Nullable Instant meteredUntil,
        long lastSequence,
        List<UsageInterval> unacknowledged) {
    InstanceRecord {
        phases = List.copyOf(phases);
        unacknowledged = List.copyOf(unacknowledged);
    }

    static InstanceRecord ordered(String id) {
        return new InstanceRecord(
                id, InstanceStatus.PULLING, "fetching the image", null, List.of(), null, 0, List.of());
    }

    InstanceRecord at(InstanceStatus next, String why) {
        return new InstanceRecord(id, next, why, address, phases, meteredUntil, lastSequence, unacknowledged);
    }

    InstanceRecord answeringAt(URI where) {
        return new InstanceRecord(id, status, reason, where, phases, meteredUntil, lastSequence, unacknowledged);
    }

    InstanceRecord with(Phase phase) {
        List<Phase> all = new ArrayList<>(phases);
        all.add(phase);
        return new InstanceRecord(id, status, reason, address, all, meteredUntil, lastSequence, unacknowledged);
    }

    InstanceRecord meteredFrom(Instant ready) {
        return new InstanceRecord(id, status, reason, address, phases, ready, lastSequence, unacknowledged);
    }

    /** Closes an interval that ends now; nothing changes before the instance was ready, or if no time has passed. */
    InstanceRecord meteredTo(Instant now) {
        if (meteredUntil == null || !now.isAfter(meteredUntil)) {
            return this;
        }
        List<UsageInterval> intervals = new ArrayList<>(unacknowledged);
        intervals.add(new UsageInterval(id, lastSequence + 1, meteredUntil, now));
        return new InstanceRecord(id, status, reason, address, phases, now, lastSequence + 1, intervals);
    }

    /** Closes the last interval: no time after now counts. */
    InstanceRecord meteredNoMore(Instant now) {
        InstanceRecord last = meteredTo(now);
        return new InstanceRecord(id, status, reason, address, phases, null, last.lastSequence, last.unacknowledged);
    }

    InstanceRecord acknowledged(long sequence) {
        List<UsageInterval> rest = unacknowledged.stream()
                .filter(interval -> interval.sequence() > sequence)
                .toList();
        return new InstanceRecord(id, status, reason, address, phases, meteredUntil, lastSequence, rest);
    }

    ObservedInstance observed() {
        return new ObservedInstance(id, status, reason, address, phases);
    }
}
