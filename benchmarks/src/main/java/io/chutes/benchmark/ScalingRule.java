package io.chutes.benchmark;

import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.server.scaling.Autoscaler;
import io.chutes.platform.server.scaling.Demand;
import java.util.ArrayDeque;
import java.util.Deque;

/** How many instances there are to be, asked every so often. */
sealed interface ScalingRule {
    /** Seconds from one decision to the next. */
    int every();

    /**
     * Decides.
     *
     * @param mean calls at once since it was last asked, on average
     */
    int instances(Demand demand, double mean);

    /** The platform's own, as it is in production. */
    record Ours(Autoscaler scaler) implements ScalingRule {
        Ours(ScalingSpec settings) {
            this(new Autoscaler(settings));
        }

        @Override
        public int every() {
            return 1;
        }

        @Override
        public int instances(Demand demand, double mean) {
            return scaler.decide(demand).instances();
        }
    }

    /**
     * Knative's with its documented defaults: 70 % of the concurrency as an average of 60 s; in panic, when the average of 6 s needs
     * twice what is ready, that of 6 s, and none are taken away until 60 s after; at most half are taken away at once.
     */
    final class Knative implements ScalingRule {
        private static final int STABLE = 60;
        private static final int PANIC = 6;
        private static final double UTILIZATION = 0.7;
        private static final double THRESHOLD = 2;

        private final double target;
        private final Deque<Sample> samples = new ArrayDeque<>();
        private boolean panics;
        private long panicsUntil;
        private int most;

        Knative(ScalingSpec settings) {
            this.target = settings.concurrency() * UTILIZATION;
        }

        @Override
        public int every() {
            return 2;
        }

        @Override
        public int instances(Demand demand, double mean) {
            long now = demand.at().getEpochSecond();
            samples.addLast(new Sample(now, mean));
            samples.removeIf(sample -> sample.at() <= now - STABLE);
            int ready = Math.max(1, demand.ready());
            int stable = Math.max(needed(now - STABLE), ready / 2);
            int burst = needed(now - PANIC);
            if (burst >= THRESHOLD * ready) {
                most = panics ? most : 0;
                panics = true;
                panicsUntil = now + STABLE;
            } else if (now > panicsUntil) {
                panics = false;
            }
            if (!panics) {
                return stable;
            }
            most = Math.max(most, Math.max(burst, demand.ready()));
            return most;
        }

        private int needed(long since) {
            double mean = samples.stream()
                    .filter(sample -> sample.at() > since)
                    .mapToDouble(Sample::value)
                    .average()
                    .orElse(0);
            return (int) Math.ceil(mean / target);
        }
    }

    /**
     * The original's for private chutes: the busy share of instances as an average of 5 or 15 minutes, whichever is more; from 75 % on
     * one more, asked every minute; below it one less, asked every half hour.
     */
    final class Original implements ScalingRule {
        private static final double THRESHOLD = 0.75;
        private static final int SHORT = 300;
        private static final int LONG = 900;
        private static final int REMOVES_EVERY = 1800;

        private final ScalingSpec settings;
        private final Deque<Sample> samples = new ArrayDeque<>();

        Original(ScalingSpec settings) {
            this.settings = settings;
        }

        @Override
        public int every() {
            return 60;
        }

        @Override
        public int instances(Demand demand, double mean) {
            int has = demand.instances();
            if (has == 0) {
                return demand.inFlight() + demand.queued() > 0 ? 1 : 0;
            }
            long now = demand.at().getEpochSecond();
            double places = (double) settings.concurrency() * Math.max(1, demand.ready());
            samples.addLast(new Sample(now, Math.min(1, mean / places)));
            samples.removeIf(sample -> sample.at() <= now - LONG);
            double busy = Math.max(busy(now - SHORT), busy(now - LONG));
            if (busy >= THRESHOLD) {
                return has + 1;
            }
            return has > 1 && now % REMOVES_EVERY == 0 ? has - 1 : has;
        }

        private double busy(long since) {
            return samples.stream()
                    .filter(sample -> sample.at() > since)
                    .mapToDouble(Sample::value)
                    .average()
                    .orElse(0);
        }
    }

    /** What was seen at a second. */
    record Sample(long at, double value) {}
}
