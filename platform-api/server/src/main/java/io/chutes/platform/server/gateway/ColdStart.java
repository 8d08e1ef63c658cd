package io.chutes.platform.server.gateway;

import io.chutes.platform.server.chute.Chute;
import io.chutes.platform.server.fleet.Availability;
import io.chutes.platform.server.fleet.Fleet;
import io.chutes.platform.server.scaling.Load;
import io.chutes.platform.server.web.ApiException;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Holds calls while an instance starts, and has one started by holding them: for so long, and so many at once. */
final class ColdStart {
    private static final Duration RETRY = Duration.ofSeconds(5);

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
     * @param chute reads the chute anew, since it may change while a call waits
     * @throws ApiException 503 with the reason, and {@code Retry-After} set, if there is none
     */
    List<Availability.Target> targets(Context context, Supplier<Chute> chute) throws InterruptedException {
        return switch (fleet.availability(chute.get())) {
            case Availability.Ready(List<Availability.Target> targets) -> targets;
            case Availability.Starting _ -> await(context, chute);
            case Availability.Unavailable(String reason, Duration retryAfter) ->
                throw unavailable(context, reason, retryAfter);
        };
    }

    /** How many calls are held now. */
    int waiting() {
        return most - places.availablePermits();
    }

    private List<Availability.Target> await(Context context, Supplier<Chute> chute) throws InterruptedException {
        if (!places.tryAcquire()) {
            throw unavailable(context, most + " calls wait for instances to start; no more can", RETRY);
        }
        Chute cold = chute.get();
        var version = new Load.Served(cold.id(), cold.version());
        Load.Place place = fleet.load().hold(version, cold.manifest().scaling()).orElse(null);
        if (place == null) {
            places.release();
            throw unavailable(context, "as many calls wait as all its instances could have; no more can", RETRY);
        }
        try (place) {
            if (fleet.load().held(version) == 1) {
                fleet.changed();
            }
            long begin = System.nanoTime();
            List<Availability.Target> targets = awaitReady(context, chute, begin + longest.toNanos());
            context.header(
                    Headers.COLD_START,
                    Long.toString(Duration.ofNanos(System.nanoTime() - begin).toMillis()));
            return targets;
        } finally {
            places.release();
        }
    }

    private List<Availability.Target> awaitReady(Context context, Supplier<Chute> chute, long end)
            throws InterruptedException {
        while (true) {
            long seen = fleet.signal().changes();
            switch (fleet.availability(chute.get())) {
                case Availability.Ready(List<Availability.Target> targets) -> {
                    return targets;
                }
                case Availability.Unavailable(String reason, Duration retryAfter) ->
                    throw unavailable(context, reason, retryAfter);
                case Availability.Starting(String reason) -> {
                    Duration left = Duration.ofNanos(end - System.nanoTime());
                    if (!left.isPositive() || fleet.signal().isClosed()) {
                        throw unavailable(context, "an instance is still starting: " + reason, RETRY);
                    }
                    fleet.signal().await(seen, left);
                }
            }
        }
    }

    private static ApiException unavailable(Context context, String reason, Duration retryAfter) {
        context.header("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
        return ApiException.unavailable("The chute takes no calls now: " + reason);
    }
}
