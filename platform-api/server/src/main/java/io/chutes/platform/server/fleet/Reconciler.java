package io.chutes.platform.server.fleet;

import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.manifest.Durations;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.manifest.WeightsSpec;
import io.chutes.platform.price.PriceLists;
import io.chutes.platform.server.billing.Credit;
import io.chutes.platform.server.billing.Spender;
import io.chutes.platform.server.chute.Chute;
import io.chutes.platform.server.chute.Chutes;
import io.chutes.platform.server.placement.Cluster;
import io.chutes.platform.server.placement.Need;
import io.chutes.platform.server.placement.Placement;
import io.chutes.platform.server.placement.Scheduler;
import io.chutes.platform.server.scaling.Load;
import io.chutes.platform.server.scaling.Scaler;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the instances of all chutes to what they should be. Each pass starts from what the database says, and from no memory. */
final class Reconciler {
    /** Where control planes ask for a pass. */
    static final String CHANNEL = "fleet";

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    private static final int FAILURES_SEEN = 8;

    private final Jdbi jdbi;
    private final Chutes chutes;
    private final Credit credit;
    private final PriceLists prices;
    private final InstantSource clock;
    private final Instant listeningSince;
    private final Silence silence;
    private final Load load;
    private final Scaler scaler;
    private final SecureRandom random = new SecureRandom();
    private final InstanceStore instances = new InstanceStore();
    private final NodeStore nodes = new NodeStore();

    Reconciler(
            Jdbi jdbi,
            Chutes chutes,
            Credit credit,
            PriceLists prices,
            Load load,
            Silence silence,
            InstantSource clock) {
        this.jdbi = jdbi;
        this.chutes = chutes;
        this.credit = credit;
        this.prices = prices;
        this.silence = silence;
        this.clock = clock;
        this.listeningSince = clock.instant();
        this.load = load;
        this.scaler = new Scaler(load);
    }

    /** Lets all control planes know what goes through this one. */
    void tell() {
        jdbi.useTransaction(handle -> scaler.tell(handle, clock.instant()));
        chutes.tryOuts().outcomes().tell(jdbi);
    }

    /** Asks whoever keeps the instances to look at once, if calls wait here for some. */
    void ask() {
        if (scaler.holds()) {
            jdbi.useHandle(handle -> handle.execute("notify " + CHANNEL));
        }
    }

    /** One pass; tells whether it changed anything. */
    boolean pass() {
        boolean changed = loseSilentNodes();
        Set<String> draining = jdbi.withHandle(nodes::draining);
        List<Chute> all = chutes.all();
        jdbi.useHandle(handle -> scaler.look(handle, all, clock.instant()));
        for (Chute chute : all) {
            // Its traffic is another then: what follows from that, the next pass does.
            if (chutes.tryOuts().judge(chute)) {
                changed = true;
                continue;
            }
            changed |= reconcile(chute, draining);
        }
        for (Instance pending : jdbi.withHandle(instances::pending)) {
            changed |= jdbi.inTransaction(handle -> place(handle, pending.id()));
        }
        if (!draining.isEmpty()) {
            jdbi.useTransaction(handle -> nodes.drained(handle, clock.instant())
                    .forEach(node -> node.tell(handle, "node.drained", "has no instances any more, and gets none")));
        }
        return changed;
    }

    // A node is not silent while nobody listens: what was on it when the platform stopped may well be running still.
    private boolean loseSilentNodes() {
        Instant now = clock.instant();
        if (now.isBefore(listeningSince.plus(silence.lost()))) {
            return false;
        }
        String spell = Durations.text(silence.lost());
        int lost = jdbi.inTransaction(handle -> {
            nodes.silent(handle, now.minus(silence.lost()), "LOST")
                    .forEach(node -> node.tell(
                            handle,
                            "node.lost",
                            "has not been heard of for %s: its instances are replaced".formatted(spell)));
            nodes.silent(handle, now.minus(silence.suspect()), "SUSPECT")
                    .forEach(node -> node.tell(
                            handle,
                            "node.suspect",
                            "has not been heard of for %s: it gets no instances"
                                    .formatted(Durations.text(silence.suspect()))));
            return instances.lose(handle, now.minus(silence.lost()), spell, now);
        });
        if (lost > 0) {
            log.warn("{} instances were on nodes that were lost", lost);
        }
        return lost > 0;
    }

    private boolean reconcile(Chute chute, Set<String> draining) {
        var owner = new Spender(chute.accountId(), chute.account(), chute.name(), null);
        String refusal = credit.refusal(owner).orElse(null);
        return jdbi.inTransaction(handle -> {
            instances.lockChute(handle, chute.id());
            Instant now = clock.instant();
            List<Instance> wanted = instances.ofChute(handle, chute.id(), now).stream()
                    .filter(Instance::wanted)
                    .filter(instance -> !instance.status().isFinal())
                    .toList();
            Set<String> working = instances.working(handle, chute.id());
            List<Plan.Live> live = wanted.stream()
                    .map(it -> new Plan.Live(
                            it.id(),
                            it.version(),
                            it.status(),
                            load.calls(it.id()),
                            working.contains(it.id()),
                            isLeaving(it, draining)))
                    .toList();
            boolean mayHaveSome = !chute.deleted() && refusal == null;
            List<Plan.Wanted> versions = chute.traffic().versions().stream()
                    .map(version -> {
                        List<Backoff.Ended> ended = instances.ended(handle, chute.id(), version, FAILURES_SEEN);
                        int count = mayHaveSome ? scaled(handle, chute, version, ended, wanted, draining, now) : 0;
                        return new Plan.Wanted(version, count, ended);
                    })
                    .toList();
            var situation = new Plan.Situation(chute.deleted(), refusal, versions, live);
            List<Plan.Step> steps = Plan.steps(situation, now);
            steps.forEach(step -> take(handle, chute, step, now));
            return !steps.isEmpty();
        });
    }

    private int scaled(
            Handle handle,
            Chute chute,
            int version,
            List<Backoff.Ended> ended,
            List<Instance> wanted,
            Set<String> draining,
            Instant now) {
        ScalingSpec settings = chutes.scaling(chute, version);
        List<Instance> has =
                wanted.stream().filter(it -> it.version() == version).toList();
        // One that is to be moved is no capacity any more, or it would be had twice.
        List<Instance> staying =
                has.stream().filter(it -> !isLeaving(it, draining)).toList();
        int ready = (int) staying.stream()
                .filter(it -> it.status() == InstanceStatus.READY)
                .count();
        Instant usedAt = isTriedAgain(handle, chute, version, ended, wanted)
                ? now
                : has.stream()
                        .flatMap(it -> usedAt(it, now).stream())
                        .max(Comparator.naturalOrder())
                        .orElse(null);
        return scaler.instances(
                handle, chute, version, settings, new Scaler.Has(ready, staying.size() - ready, usedAt), now);
    }

    // A new version whose start failed is started again, called or not, until it is given up for the one that it
    // replaces; that one would end with its idle time otherwise. A version that waits for room is not.
    private boolean isTriedAgain(
            Handle handle, Chute chute, int version, List<Backoff.Ended> ended, List<Instance> wanted) {
        return !ended.isEmpty()
                && ended.getFirst().failed()
                && wanted.stream().noneMatch(it -> it.version() == version && it.status() == InstanceStatus.PENDING)
                && wanted.stream()
                        .filter(it -> it.status() == InstanceStatus.READY)
                        .anyMatch(it -> !chute.traffic().versions().contains(it.version()))
                && chutes.tryOuts().judges(handle, chute, version);
    }

    private static boolean isLeaving(Instance instance, Set<String> draining) {
        return instance.node() != null && draining.contains(instance.node());
    }

    // An instance on its way is to arrive, whether or not somebody still waits for it; one without a node is not on its
    // way.
    private static Optional<Instant> usedAt(Instance instance, Instant now) {
        return switch (instance.status()) {
            case PLACING, PULLING, STARTING -> Optional.of(now);
            case READY -> Optional.ofNullable(instance.readyAt());
            case PENDING, DRAINING, STOPPED, FAILED -> Optional.empty();
        };
    }

    private void take(Handle handle, Chute chute, Plan.Step step, Instant now) {
        switch (step) {
            case Plan.Step.Start(int version) ->
                instances.create(handle, newId(), newToken(), chute.id(), version, now);
            case Plan.Step.Stop(String id, String reason) -> instances.stop(handle, id, reason, now);
        }
        log.info("{}/{}: {}", chute.account(), chute.name(), step);
    }

    private boolean place(Handle handle, String id) {
        Instance pending = instances.lockPending(handle, id).orElse(null);
        if (pending == null) {
            return false;
        }
        Instant now = clock.instant();
        String image = instances.image(handle, id);
        Cluster cluster = nodes.lock(handle, now.minus(silence.suspect()), image);
        Manifest manifest = chutes.manifest(pending.chuteId(), pending.version());
        Set<String> weights =
                manifest.weights().stream().map(WeightsSpec::source).collect(Collectors.toSet());
        var need = new Need(pending.chuteId(), manifest.hardware(), image, weights);
        return switch (new Scheduler(prices.at(now)).choose(need, cluster)) {
            case Placement.On on -> {
                instances.place(handle, id, on, now);
                log.info("instance {} is placed: {}", id, on);
                yield true;
            }
            case Placement.Nowhere(String reason, var _) -> {
                boolean news = pending.triedAt() == null || !reason.equals(pending.reason());
                if (news) {
                    instances.cannotPlace(handle, id, reason, now);
                    log.info("instance {} is {}: {}", id, InstanceStatus.PENDING, reason);
                }
                yield news;
            }
        };
    }

    private String newId() {
        return "i-" + HexFormat.of().formatHex(bytes(8));
    }

    private String newToken() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(32));
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
