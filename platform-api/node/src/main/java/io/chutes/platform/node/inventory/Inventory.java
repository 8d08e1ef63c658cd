package io.chutes.platform.node.inventory;

import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.fleet.Condition;
import java.util.Map;

/** Where a node learns what it has, as often as it asks. */
@FunctionalInterface
public interface Inventory {
    /** What there is now. */
    Reading read() throws InterruptedException;

    /** One that never changes. */
    static Inventory of(Capacity capacity) {
        return () -> new Reading(capacity, Condition.UNKNOWN, Map.of(), true);
    }
}
