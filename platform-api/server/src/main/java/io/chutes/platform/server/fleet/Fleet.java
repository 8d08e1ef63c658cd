package io.chutes.platform.server.fleet;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.chutes.platform.api.InstanceState;
import io.chutes.platform.price.PriceLists;
import io.chutes.platform.server.billing.Credit;
import io.chutes.platform.server.billing.Metering;
import io.chutes.platform.server.chute.Chute;
import io.chutes.platform.server.chute.ChuteInstances;
import io.chutes.platform.server.chute.Chutes;
import io.chutes.platform.server.scaling.Load;
import io.chutes.platform.server.scaling.Scaler;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.Listener;
import io.chutes.platform.server.storage.SoleLock;
import io.chutes.platform.server.web.ApiRoutes;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All nodes and instances, kept as they should be by a loop that starts with {@link #start} and ends with {@link #close}. */
public final class Fleet implements ChuteInstances, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Fleet.class);
    private static final Duration SHOWN = Duration.ofHours(1);
    private static final Duration PASS_EVERY = Duration.ofSeconds(1);
    private static final int FAILURES_SEEN = 8;
    private static final int CHUTES_SEEN = 10_000;
    private static final Duration SEEN_FOR = Duration.ofMillis(500);

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final Signal signal = new Signal();
    private final InstanceStore instances = new InstanceStore();
    private final Load load = new Load();
    private final Cache<Long, Seen> ready = Caffeine.newBuilder()
            .maximumSize(CHUTES_SEEN)
            .expireAfterWrite(SEEN_FOR)
            .build();
    private final UsageBook usage;
    private final Reconciler reconciler;
    private final SyncRoutes routes;
    private BooleanSupplier leads = () -> true;
    private @Nullable Listener asked;
    private final Thread loop = Thread.ofVirtual().name("fleet").unstarted(this::run);

    public Fleet(
            Jdbi jdbi,
            Chutes chutes,
            Credit credit,
            Metering metering,
            PriceLists prices,
            InstanceSecrets secrets,
            NodeCredentials nodes,
            Silence silence,
            InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.reconciler = new Reconciler(jdbi, chutes, credit, prices, load, silence, clock);
        this.usage = new UsageBook(metering, instances);
        this.routes = new SyncRoutes(new NodeSync(jdbi, signal, usage, nodes, prices, secrets, silence, clock));
    }

    /**
     * Begins to keep the instances as they should be, as long as this control plane is the one that does.
     *
     * @param database where others ask for that
     * @param sole held by the one that does
     */
    public void start(Database database, SoleLock sole) {
        leads = sole::isHeld;
        asked = database.listen(Reconciler.CHANNEL, _ -> changed(), this::changed);
        loop.start();
    }

    /** Where nodes report. */
    public ApiRoutes routes() {
        return routes;
    }

    /** Whether a node runs an image of this repository, {@code <account>/<repository>}, or is to. */
    public boolean mayPull(String node, String repository) {
        return jdbi.withHandle(handle -> instances.isOn(handle, node, repository));
    }

    /** Where owners see their instances. */
    public ApiRoutes instances() {
        return new InstanceRoutes(jdbi);
    }

    /** The calls that go through this control plane. */
    public Load load() {
        return load;
    }

    /** What to wait on for instances to change. */
    public Signal signal() {
        return signal;
    }

    /** Whether a chute can take a call: as it was found last, if that was a moment ago and nothing was heard to have changed. */
    public Availability availability(Chute chute) {
        long seen = signal.changes();
        Seen last = ready.getIfPresent(chute.id());
        if (last != null && last.changes() == seen && last.version() == chute.version()) {
            return last.availability();
        }
        Availability found = look(chute);
        if (found instanceof Availability.Ready) {
            ready.put(chute.id(), new Seen(seen, chute.version(), found));
        }
        return found;
    }

    /** Whether a chute can take a call now. */
    public Availability look(Chute chute) {
        return jdbi.withHandle(handle -> {
            Instant now = clock.instant();
            List<Instance> live = instances.ofChute(handle, chute.id(), now).stream()
                    .filter(instance -> !instance.status().isFinal())
                    .toList();
            return Availability.of(
                    chute.version(), live, instances.ended(handle, chute.id(), chute.version(), FAILURES_SEEN), now);
        });
    }

    /** Where an instance answers, whether or not it takes calls; empty once it has ended. */
    public Optional<Availability.Target> running(String instance) {
        return jdbi.withHandle(handle -> instances
                .find(handle, instance)
                .filter(found -> !found.status().isFinal() && found.address() != null)
                .map(Availability::target));
    }

    /** What an hour of an instance costs now; nothing once it has gone. */
    public BigDecimal hourlyPrice(String instance) {
        return jdbi.withHandle(handle -> instances
                .find(handle, instance)
                .map(found -> usage.hourlyPrice(handle, found, clock.instant()))
                .orElse(BigDecimal.ZERO));
    }

    @Override
    public List<InstanceState> of(Chute chute) {
        return jdbi
                .withHandle(handle ->
                        instances.ofChute(handle, chute.id(), clock.instant().minus(SHOWN)))
                .stream()
                .map(instance -> instance.state(chute.name()))
                .toList();
    }

    @Override
    public void warmUp(Handle handle, Chute chute) {
        Scaler.warmUp(handle, chute, clock.instant());
    }

    @Override
    public void changed() {
        signal.changed();
    }

    /** One pass of the loop; tells whether it changed anything. */
    boolean pass() {
        reconciler.tell();
        if (!leads.getAsBoolean()) {
            reconciler.ask();
            return false;
        }
        boolean changed = reconciler.pass();
        if (changed) {
            signal.changed();
        }
        return changed;
    }

    private void run() {
        while (!signal.isClosed()) {
            long seen = signal.changes();
            try {
                pass();
            } catch (RuntimeException e) {
                log.error("A pass over the fleet failed; the next one follows", e);
                seen = signal.changes();
            }
            try {
                signal.await(seen, PASS_EVERY);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** What was found, after so many changes. */
    private record Seen(long changes, int version, Availability availability) {}

    /** Stops the loop and ends all waiting. Instances go on running. */
    @Override
    public void close() {
        if (asked != null) {
            asked.close();
        }
        signal.close();
        try {
            loop.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
