package io.chutes.platform.server.gateway;

import io.chutes.platform.server.chute.Chute;
import io.chutes.platform.server.fleet.Availability;
import io.chutes.platform.server.fleet.Fleet;
import io.chutes.platform.server.scaling.Load;
import io.chutes.platform.server.web.ApiException;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Holds calls while an instance starts, and has one started by holding them: for so long, and so many at once. */
final class ColdStart {
    private static final Duration RETRY = Duration.ofSeconds(5);

    /** How long it is waited for that instances which accept no connections are found to be gone. */
    private static final Duration UNREACHABLE = Duration.ofSeconds(5);

    private final Fleet fleet;
    private final Duration longest;
    private final int most;
    private final Semaphore places;

    ColdStart(Fleet fleet, Duration longest, int most) {
        this.fleet = fleet;
        this.longest = longest;
        this.most = most;
        this.places = new Semaphore(most);
    }

    /**
     * The instances that can take the call, at once or after waiting for one.
     *
     * @param call what waits, until it is stopped
     * @param chute reads the chute anew, since it may change while a call waits
     * @param refusing the instances that did not take it
     * @throws ApiException 503 with the reason, and {@code Retry-After} set, if there is none
     */
    List<Availability.Target> targets(Context context, CallUnderWay call, Supplier<Chute> chute, Set<String> refusing)
            throws InterruptedException {
        return switch (availability(chute.get(), refusing)) {
            case Availability.Ready(List<Availability.Target> targets) -> targets;
            case Availability.Starting _ -> await(context, call, chute, refusing);
            case Availability.Unavailable(String reason, Duration retryAfter) ->
                throw unavailable(context, reason, retryAfter);
        };
    }

    /** Whether there is an instance that can take the call at once. */
    boolean hasOther(Chute chute, Set<String> refusing) {
        return availability(chute, refusing) instanceof Availability.Ready;
    }

    private Availability availability(Chute chute, Set<String> refusing) {
        Availability found = refusing.isEmpty() ? fleet.availability(chute) : fleet.look(chute);
        if (refusing.isEmpty() || !(found instanceof Availability.Ready(List<Availability.Target> targets))) {
            return found;
        }
        List<Availability.Target> others = targets.stream()
                .filter(target -> !refusing.contains(target.instance()))
                .toList();
        return others.isEmpty() ? Availability.Starting.UNREACHABLE : new Availability.Ready(others);
    }

    /** How many calls are held now. */
    int waiting() {
        return most - places.availablePermits();
    }

    private List<Availability.Target> await(
            Context context, CallUnderWay call, Supplier<Chute> chute, Set<String> refusing)
            throws InterruptedException {
        if (!places.tryAcquire()) {
            throw unavailable(context, most + " calls wait for instances to start; no more can", RETRY);
        }
        Chute cold = chute.get();
        var version = new Load.Served(cold.id(), cold.version());
        Load.Place place = fleet.load()
                .hold(version, cold.bounds().over(cold.manifest().scaling()))
                .orElse(null);
        if (place == null) {
            places.release();
            throw unavailable(context, "as many calls wait as all its instances could have; no more can", RETRY);
        }
        try (place) {
            if (fleet.load().held(version) == 1) {
                fleet.changed();
            }
            long begin = System.nanoTime();
            List<Availability.Target> targets = awaitReady(context, call, chute, refusing, begin);
            context.header(
                    Headers.COLD_START,
                    Long.toString(Duration.ofNanos(System.nanoTime() - begin).toMillis()));
            return targets;
        } finally {
            places.release();
        }
    }

    private List<Availability.Target> awaitReady(
            Context context, CallUnderWay call, Supplier<Chute> chute, Set<String> refusing, long begin)
            throws InterruptedException {
        call.waits(fleet.signal()::wake);
        while (true) {
            if (call.isStopped()) {
                throw call.whyStopped();
            }
            long seen = fleet.signal().changes();
            switch (availability(chute.get(), refusing)) {
                case Availability.Ready(List<Availability.Target> targets) -> {
                    return targets;
                }
                case Availability.Unavailable(String reason, Duration retryAfter) ->
                    throw unavailable(context, reason, retryAfter);
                case Availability.Starting starting -> {
                    Duration left = longest(starting).minusNanos(System.nanoTime() - begin);
                    if (!left.isPositive() || fleet.signal().isClosed()) {
                        throw unavailable(context, "an instance is still starting: " + starting.reason(), RETRY);
                    }
                    fleet.signal().await(seen, left, call::isStopped);
                }
            }
        }
    }

    private Duration longest(Availability.Starting starting) {
        return starting.equals(Availability.Starting.UNREACHABLE) && UNREACHABLE.compareTo(longest) < 0
                ? UNREACHABLE
                : longest;
    }

    private static ApiException unavailable(Context context, String reason, Duration retryAfter) {
        context.header("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
        return ApiException.unavailable("The chute takes no calls now: " + reason);
    }
}
