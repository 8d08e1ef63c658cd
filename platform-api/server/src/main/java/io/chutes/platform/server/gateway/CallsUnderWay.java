package io.chutes.platform.server.gateway;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The calls of this gateway, by the account that pays: those under way, and those that are over and not booked yet. */
final class CallsUnderWay {
    private final ConcurrentMap<Long, Set<CallUnderWay>> byPayer = new ConcurrentHashMap<>();

    void add(CallUnderWay call) {
        byPayer.compute(payer(call), (_, known) -> {
            Set<CallUnderWay> calls = known == null ? ConcurrentHashMap.newKeySet() : known;
            calls.add(call);
            return calls;
        });
    }

    void remove(CallUnderWay call) {
        byPayer.computeIfPresent(payer(call), (_, calls) -> {
            calls.remove(call);
            return calls.isEmpty() ? null : calls;
        });
    }

    Collection<CallUnderWay> of(long account) {
        return byPayer.getOrDefault(account, Set.of());
    }

    List<CallUnderWay> all() {
        return byPayer.values().stream().flatMap(Set::stream).toList();
    }

    private static long payer(CallUnderWay call) {
        return call.spender().accountId();
    }
}
