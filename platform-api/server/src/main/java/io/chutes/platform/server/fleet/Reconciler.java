package io.chutes.platform.server.fleet;

import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.price.PriceLists;
import io.chutes.platform.server.billing.Credit;
import io.chutes.platform.server.billing.Spender;
import io.chutes.platform.server.chute.Chute;
import io.chutes.platform.server.chute.Chutes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the instances of all chutes to what they should be. Each pass starts from what the database says, and from no memory. */
final class Reconciler {
    static final Duration HEARD_LATELY = Duration.ofSeconds(30);
    static final Duration LOST = Duration.ofSeconds(60);

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    private static final int FAILURES_SEEN = 8;

    private final Jdbi jdbi;
    private final Chutes chutes;
    private final Credit credit;
    private final PriceLists prices;
    private final InstantSource clock;
    private final Instant listeningSince;
    private final SecureRandom random = new SecureRandom();
    private final InstanceStore instances = new InstanceStore();
    private final NodeStore nodes = new NodeStore();

    Reconciler(Jdbi jdbi, Chutes chutes, Credit credit, PriceLists prices, InstantSource clock) {
        this.jdbi = jdbi;
        this.chutes = chutes;
        this.credit = credit;
        this.prices = prices;
        this.clock = clock;
        this.listeningSince = clock.instant();
    }

    /** One pass; tells whether it changed anything. */
    boolean pass() {
        boolean changed = loseSilentNodes();
        for (Chute chute : chutes.all()) {
            changed |= reconcile(chute);
        }
        for (Instance pending : jdbi.withHandle(instances::pending)) {
            changed |= jdbi.inTransaction(handle -> place(handle, pending.id()));
        }
        return changed;
    }

    // A node is not silent while nobody listens: what was on it when the platform stopped may well be running still.
    private boolean loseSilentNodes() {
        Instant now = clock.instant();
        if (now.isBefore(listeningSince.plus(LOST))) {
            return false;
        }
        int lost = jdbi.withHandle(handle -> instances.lose(handle, now.minus(LOST), now));
        if (lost > 0) {
            log.warn("{} instances were on nodes that were lost", lost);
        }
        return lost > 0;
    }

    private boolean reconcile(Chute chute) {
        var owner = new Spender(chute.accountId(), chute.account(), chute.name(), null);
        String refusal = credit.refusal(owner).orElse(null);
        return jdbi.inTransaction(handle -> {
            Instant now = clock.instant();
            List<Plan.Live> live = instances.ofChute(handle, chute.id(), now).stream()
                    .filter(Instance::wanted)
                    .filter(instance -> !instance.status().isFinal())
                    .map(instance -> new Plan.Live(instance.id(), instance.version(), instance.status()))
                    .toList();
            List<Plan.Wanted> wanted = chute.traffic().versions().stream()
                    .map(version ->
                            new Plan.Wanted(version, instances.ended(handle, chute.id(), version, FAILURES_SEEN)))
                    .toList();
            var situation = new Plan.Situation(chute.deleted(), refusal, wanted, live);
            List<Plan.Step> steps = Plan.steps(situation, now);
            steps.forEach(step -> take(handle, chute, step, now));
            return !steps.isEmpty();
        });
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
        List<NodeRoom> rooms = nodes.lockRooms(handle, now.minus(HEARD_LATELY));
        var need = chutes.manifest(pending.chuteId(), pending.version()).hardware();
        return switch (Placement.choose(need, rooms, prices.at(now))) {
            case Placement.On on -> {
                instances.place(handle, id, on, now);
                log.info("instance {} is placed: {}", id, on);
                yield true;
            }
            case Placement.Nowhere(String reason) -> {
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
