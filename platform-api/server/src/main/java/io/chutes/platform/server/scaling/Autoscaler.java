package io.chutes.platform.server.scaling;

import io.chutes.platform.manifest.Durations;
import io.chutes.platform.manifest.ScalingSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Decides how many instances a version of a chute has, again and again, from what it is told and what it was told in the last five
 * minutes. It has no clock and does nothing itself; one thread at a time may ask it.
 *
 * <p>The longer calls last, the more room is kept beside them: those of this moment must fit, those of the last minute may keep
 * instances busy halfway between {@code target} and fully, those of the last five minutes {@code target}. Jobs take a place each. More instances are had at
 * once, fewer only when none of that has asked for more for a while.
 */
public final class Autoscaler {
    /** How long fewer instances must have been enough. */
    static final Duration STABLE = Duration.ofSeconds(5);

    private static final Duration SAMPLED = Duration.ofSeconds(1);
    private static final Duration SHORT = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofMinutes(5);

    /** The most instances that are added at once where there are hardly any; else their number at most doubles. */
    private static final int FIRST_STEP = 4;

    /** Of the instances, at most this part goes at once, but one may always. */
    private static final int STEP_DOWN = 10;

    private final ScalingSpec settings;
    private final Deque<Sample> samples = new ArrayDeque<>();

    public Autoscaler(ScalingSpec settings) {
        this.settings = settings;
    }

    /** The settings that it obeys. */
    public ScalingSpec settings() {
        return settings;
    }

    /** Decides. Moments must not run backwards. */
    public Decision decide(Demand demand) {
        Need need = Stream.of(now(demand), over(SHORT, halfway(), demand), over(LONG, settings.target(), demand))
                .max(Comparator.comparingInt(Need::instances))
                .orElseThrow();
        remember(demand, need.instances());
        if (isIdle(demand)) {
            return new Decision(
                    demand, 0, false, "no call since %s, idleShutdown = %s".formatted(demand.usedAt(), idleShutdown()));
        }
        return bounded(demand, need);
    }

    private boolean isIdle(Demand demand) {
        return settings.minInstances() == 0
                && demand.calls() == 0
                && demand.jobs() == 0
                && !demand.at().isBefore(demand.usedAt().plus(settings.idleShutdown()));
    }

    private Decision bounded(Demand demand, Need need) {
        int least = Math.max(1, settings.minInstances());
        int most = Math.max(least, settings.maxInstances());
        int has = demand.instances();
        int wanted = Math.clamp(need.instances(), least, most);
        String reason = reason(need, least, most);
        boolean capped = need.instances() > most;
        if (wanted > has) {
            int step = Math.min(wanted, Math.max(FIRST_STEP, 2 * has));
            return new Decision(demand, step, capped, reason);
        }
        int enough = Math.clamp(Math.max(wanted, stable(demand.at())), least, most);
        if (enough >= has) {
            return new Decision(demand, Math.min(has, most), capped, reason);
        }
        int step = Math.max(enough, has - Math.max(1, has / STEP_DOWN));
        return new Decision(
                demand, step, capped, "for %d s no more than %d were needed".formatted(STABLE.toSeconds(), enough));
    }

    private String reason(Need need, int least, int most) {
        if (need.instances() < least) {
            return "minInstances = %d, idleShutdown = %s".formatted(settings.minInstances(), idleShutdown());
        }
        return need.instances() > most
                ? need.reason() + "; maxInstances = %d allows no more".formatted(most)
                : need.reason();
    }

    // What was needed at most lately. Who has not looked for a minute, as after a start of the platform, knows nothing.
    private int stable(Instant now) {
        if (samples.getFirst().at().isAfter(now.minus(SHORT))) {
            return Integer.MAX_VALUE;
        }
        int most = 0;
        for (Sample sample : samples.reversed()) {
            if (!sample.at().isAfter(now.minus(STABLE))) {
                break;
            }
            most = Math.max(most, sample.needed());
        }
        return most;
    }

    private Need now(Demand demand) {
        int instances = instances(demand.calls(), 1, demand);
        return new Need(instances, () -> "%d calls at once%s need %s of concurrency %d"
                .formatted(demand.calls(), jobs(demand), counted(instances), settings.concurrency()));
    }

    private Need over(Duration time, double share, Demand demand) {
        Instant since = demand.at().minus(time);
        long calls = demand.calls();
        int moments = 1;
        for (Sample sample : samples.reversed()) {
            if (!sample.at().isAfter(since)) {
                break;
            }
            calls += sample.calls();
            moments++;
        }
        double mean = (double) calls / moments;
        int instances = instances(mean, share, demand);
        return new Need(
                instances,
                () -> String.format(
                        Locale.ROOT,
                        "%.1f calls at once in the last %s%s need %s of concurrency %d, each %.0f %% busy",
                        mean,
                        Durations.text(time),
                        jobs(demand),
                        counted(instances),
                        settings.concurrency(),
                        100 * share));
    }

    private double halfway() {
        return (1 + settings.target()) / 2;
    }

    // Jobs fill places whole: what waits for its turn does not mind that there is no room beside it.
    private int instances(double calls, double share, Demand demand) {
        return (int) Math.ceil((calls / share + demand.jobs()) / settings.concurrency() - 1e-9);
    }

    private static String jobs(Demand demand) {
        return demand.jobs() == 0 ? "" : " and %d jobs".formatted(demand.jobs());
    }

    private void remember(Demand demand, int needed) {
        while (!samples.isEmpty()
                && !samples.getFirst().at().isAfter(demand.at().minus(LONG))) {
            samples.removeFirst();
        }
        if (samples.isEmpty() || !demand.at().isBefore(samples.getLast().at().plus(SAMPLED))) {
            samples.addLast(new Sample(demand.at(), demand.calls(), needed));
        }
    }

    private String idleShutdown() {
        return Durations.text(settings.idleShutdown());
    }

    private static String counted(int instances) {
        return instances == 1 ? "1 instance" : instances + " instances";
    }

    private record Sample(Instant at, int calls, int needed) {}

    /** How many instances calls need, and how that is said if it is asked. */
    private record Need(int instances, Supplier<String> words) {
        String reason() {
            return words.get();
        }
    }
}
