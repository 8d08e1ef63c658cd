package io.chutes.platform.server.gateway;

import io.chutes.platform.api.Money;
import io.chutes.platform.server.billing.CallCharges;
import io.chutes.platform.server.billing.CallingKey;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** What calls to chutes of their keys' own accounts took of instances, until it is counted against those keys. */
final class KeyShares {
    private final CallCharges charges;
    private final InstantSource clock;
    private final Map<CallingKey, Money> open = new HashMap<>();

    KeyShares(CallCharges charges, InstantSource clock) {
        this.charges = charges;
        this.clock = clock;
    }

    /** Takes what a call took since this was asked last. */
    void add(CallUnderWay call) {
        Money share = call.shareSinceLast();
        String key = call.spender().keyId();
        if (key != null && share.isPositive()) {
            add(new CallingKey(call.spender().accountId(), key), share);
        }
    }

    /** Counts all of it at once; what cannot be counted is kept. */
    void count() {
        Map<CallingKey, Money> shares = take();
        if (shares.isEmpty()) {
            return;
        }
        boolean counted = false;
        try {
            charges.count(shares, clock.instant());
            counted = true;
        } finally {
            if (!counted) {
                shares.forEach(this::add);
            }
        }
    }

    private synchronized void add(CallingKey key, Money share) {
        open.merge(key, share, Money::plus);
    }

    private synchronized Map<CallingKey, Money> take() {
        Map<CallingKey, Money> taken = Map.copyOf(open);
        open.clear();
        return taken;
    }
}
