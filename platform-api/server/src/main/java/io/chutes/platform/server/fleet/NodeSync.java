package io.chutes.platform.server.fleet;

import io.chutes.platform.api.Problem.FieldError;
import io.chutes.platform.digest.Sha256;
import io.chutes.platform.fleet.Condition;
import io.chutes.platform.fleet.DesiredInstance;
import io.chutes.platform.fleet.NodeOrders;
import io.chutes.platform.fleet.NodeReport;
import io.chutes.platform.fleet.ObservedInstance;
import io.chutes.platform.fleet.UsageInterval;
import io.chutes.platform.price.PriceList;
import io.chutes.platform.price.PriceLists;
import io.chutes.platform.server.web.ApiException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Takes what a node reports, and answers with what it is to run as soon as that differs from what it has. */
final class NodeSync {
    private static final long LONGEST_WAIT_MILLIS = 30_000;

    /** Answers come sooner than asked, so that a node that only waits is heard of that often before it is suspect. */
    private static final int HEARD = 3;

    private static final int MOST_WARNINGS = 100;
    private static final int LONGEST_WEIGHTS = 512;

    private final Jdbi jdbi;
    private final Signal signal;
    private final InstantSource clock;
    private final PriceLists prices;
    private final NodeCredentials credentials;
    private final InstanceSecrets secrets;
    private final Silence silence;
    private final Observations observations;
    private final UsageBook usage;
    private final NodeStore nodes = new NodeStore();
    private final InstanceStore instances = new InstanceStore();

    NodeSync(
            Jdbi jdbi,
            Signal signal,
            UsageBook usage,
            NodeCredentials credentials,
            PriceLists prices,
            InstanceSecrets secrets,
            Silence silence,
            InstantSource clock) {
        this.jdbi = jdbi;
        this.silence = silence;
        this.signal = signal;
        this.usage = usage;
        this.credentials = credentials;
        this.prices = prices;
        this.secrets = secrets;
        this.clock = clock;
        this.observations = new Observations(instances);
    }

    /**
     * Takes a report and waits.
     *
     * @param from the address that the node reports from
     */
    NodeOrders sync(String node, String from, NodeReport report) throws InterruptedException {
        check(report);
        Optional<Recorded> taken = jdbi.inTransaction(handle -> record(handle, node, from, report));
        Recorded recorded = taken.orElseThrow(() -> ApiException.conflict(
                "Another agent speaks for the node '%s', heard of within %d s: its credential works in one folder, by one agent at a time. Was it copied?"
                        .formatted(node, silence.suspect().toSeconds())));
        if (recorded.changed()) {
            signal.changed();
        }
        long end = System.nanoTime()
                + Math.min(
                        Duration.ofMillis(report.waitMillis()).toNanos(),
                        silence.suspect().toNanos() / HEARD);
        while (true) {
            long seen = signal.changes();
            NodeOrders orders = jdbi.withHandle(handle -> {
                nodes.requireStill(handle, node, recorded.credential());
                return orders(handle, node, report, recorded.forget());
            });
            Duration left = Duration.ofNanos(end - System.nanoTime());
            if (orders.revision() != report.ordersRevision() || !left.isPositive() || signal.isClosed()) {
                return orders;
            }
            signal.await(seen, left);
        }
    }

    private void check(NodeReport report) {
        List<FieldError> errors = new ArrayList<>();
        if (report.waitMillis() < 0 || report.waitMillis() > LONGEST_WAIT_MILLIS) {
            errors.add(new FieldError(
                    "/waitMillis",
                    "maximum",
                    "waitMillis must be 0 to " + LONGEST_WAIT_MILLIS + ", got " + report.waitMillis()));
        }
        if (report.capacity().cores() < 0 || report.capacity().memoryGb() < 0) {
            errors.add(new FieldError("/capacity", "minimum", "cores and memoryGb must not be below 0"));
        }
        if (report.condition().freeDiskGb() < 0 || report.condition().warnings().size() > MOST_WARNINGS) {
            errors.add(new FieldError(
                    "/condition",
                    "range",
                    "freeDiskGb must not be below 0, and there are at most %d warnings".formatted(MOST_WARNINGS)));
        }
        if (report.condition().weights().size() > Condition.MOST_WEIGHTS
                || report.condition().weights().stream().anyMatch(it -> it.length() > LONGEST_WEIGHTS)) {
            errors.add(new FieldError(
                    "/condition/weights",
                    "range",
                    "there are at most %d weights, each of at most %d characters"
                            .formatted(Condition.MOST_WEIGHTS, LONGEST_WEIGHTS)));
        }
        PriceList inForce = prices.at(clock.instant());
        report.capacity().gpus().forEach((model, count) -> {
            if (count < 0 || inForce.gpu(model).isEmpty()) {
                errors.add(new FieldError(
                        "/capacity/gpus/" + model,
                        "enum",
                        "GPUs must be of the price list's models, 0 or more of each; got " + count + " of " + model));
            }
        });
        if (!errors.isEmpty()) {
            throw ApiException.unprocessable(errors.getFirst().message(), errors);
        }
    }

    // Empty if another agent speaks for the node.
    private Optional<Recorded> record(Handle handle, String node, String from, NodeReport report) {
        Instant now = clock.instant();
        credentials.configured(node).ifPresent(configured -> nodes.know(handle, configured));
        NodeStore.Known before = nodes.lock(handle, node);
        NodeAudience told = before.audience();
        if (!before.listensTo(report.agent(), now.minus(silence.suspect()))) {
            if (!report.agent().id().equals(before.refusedAgent())) {
                nodes.refuse(handle, node, report.agent().id());
                told.tell(handle, "node.contested", "is spoken for by two agents; one of them was refused");
            }
            return Optional.empty();
        }
        instances.onAnotherNode(handle, node, named(report)).ifPresent(other -> {
            throw ApiException.forbidden(
                    "The instance %s is not on the node '%s', which may not report it: the whole report is refused"
                            .formatted(other, node));
        });
        nodes.hear(handle, node, report, now);
        if (before.wasSilent()) {
            told.tell(handle, "node.heard", "is heard of again");
        }
        Map<String, Instance> known = instances.lockOnNode(handle, node, named(report)).stream()
                .collect(Collectors.toMap(Instance::id, Function.identity()));
        Set<String> unsettled = usage.book(handle, node, before.provider(), known, report.usage(), now);
        long revision = revision(instances.desired(handle, node));
        boolean changed = observations.take(
                handle, new Observations.Reporter(node, from), known, report, revision == report.ordersRevision(), now);
        List<String> forget = report.instances().stream()
                .filter(observed -> observed.status().isFinal())
                .map(ObservedInstance::id)
                .filter(id -> !unsettled.contains(id))
                .toList();
        return Optional.of(new Recorded(changed, forget, before.credential()));
    }

    private static Set<String> named(NodeReport report) {
        return Stream.concat(
                        report.instances().stream().map(ObservedInstance::id),
                        report.usage().stream().map(UsageInterval::instance))
                .collect(Collectors.toSet());
    }

    private NodeOrders orders(Handle handle, String node, NodeReport report, List<String> forget) {
        List<DesiredInstance> desired = instances.desired(handle, node);
        return new NodeOrders(
                revision(desired),
                withSecrets(handle, node, desired),
                instances.bookedUsage(handle, node, named(report)),
                forget);
    }

    /** Secrets are told until the instance has its process, and no longer. */
    private List<DesiredInstance> withSecrets(Handle handle, String node, List<DesiredInstance> desired) {
        Map<String, Map<String, String>> values = instances.askedSecrets(handle, node).stream()
                .collect(Collectors.toMap(
                        InstanceStore.AskedSecrets::instance,
                        asked -> secrets.values(handle, asked.accountId(), asked.chute(), asked.names())));
        return desired.stream()
                .map(instance ->
                        values.containsKey(instance.id()) ? instance.with(values.get(instance.id())) : instance)
                .toList();
    }

    /** Follows from the ids, since nothing of an instance's orders changes that its node would act on. Small enough for any JSON reader. */
    static long revision(List<DesiredInstance> desired) {
        String ids = desired.stream().map(DesiredInstance::id).sorted().collect(Collectors.joining(" "));
        byte[] hash = Sha256.begin().digest(ids.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(hash).getLong() >>> 11;
    }

    /**
     * What a report led to.
     *
     * @param changed whether anything changed that somebody may wait for
     * @param forget the ended instances that are written down
     * @param credential the id of the credential that the node had, null if it need not join
     */
    private record Recorded(
            boolean changed, List<String> forget, @Nullable String credential) {}
}
