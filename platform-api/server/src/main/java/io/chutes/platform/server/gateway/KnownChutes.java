package io.chutes.platform.server.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.chute.Chute;
import io.chutes.platform.server.chute.Chutes;
import io.chutes.platform.server.fleet.Signal;
import io.chutes.platform.server.web.ApiException;
import java.time.Duration;

/** The chutes that were called a moment ago, by whom. Each change that is heard of has them read anew. */
final class KnownChutes {
    private static final int MOST = 10_000;
    private static final Duration FOR = Duration.ofMillis(500);

    private final Chutes chutes;
    private final Signal signal;
    private final Cache<Key, Known> known =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(FOR).build();

    KnownChutes(Chutes chutes, Signal signal) {
        this.chutes = chutes;
        this.signal = signal;
    }

    /**
     * The chute. One that the caller may not call looks like none: that it exists is not his to know.
     *
     * @throws ApiException 404 if there is none
     */
    Chute of(Principal caller, ChuteAddress address) {
        var key = new Key(caller.accountId(), address);
        long seen = signal.changes();
        Known last = known.getIfPresent(key);
        if (last != null && last.changes() == seen) {
            return last.chute();
        }
        Chute chute = chutes.callable(caller.accountId(), address.account(), address.chute())
                .orElseThrow(() -> ApiException.notFound("There is no chute '%s'".formatted(address)));
        known.put(key, new Known(seen, chute));
        return chute;
    }

    private record Key(long callerId, ChuteAddress address) {}

    private record Known(long changes, Chute chute) {}
}
