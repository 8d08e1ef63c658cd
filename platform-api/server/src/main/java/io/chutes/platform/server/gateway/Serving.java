package io.chutes.platform.server.gateway;

import io.chutes.platform.server.fleet.Availability.Target;
import java.util.List;
import java.util.stream.Stream;

/**
 * The version that answers a call.
 *
 * @param version which
 * @param targets its instances that take calls
 */
record Serving(int version, List<Target> targets) {
    /**
     * The version that was picked for the call; if none of it takes calls, the one that serves; and while that one starts,
     * whichever still takes calls.
     *
     * @param ready at least one, newest first
     */
    static Serving of(List<Target> ready, int picked, int serving) {
        return Stream.of(picked, serving, ready.getFirst().version())
                .map(version -> new Serving(version, targets(ready, version)))
                .filter(it -> !it.targets.isEmpty())
                .findFirst()
                .orElseThrow();
    }

    /** The ids of its instances. */
    List<String> instances() {
        return targets.stream().map(Target::instance).toList();
    }

    /** The instance of that id. */
    Target target(String instance) {
        return targets.stream()
                .filter(target -> target.instance().equals(instance))
                .findFirst()
                .orElseThrow();
    }

    private static List<Target> targets(List<Target> ready, int version) {
        return ready.stream().filter(target -> target.version() == version).toList();
    }
}
