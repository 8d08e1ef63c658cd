package io.chutes.platform.server.fleet;

import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.fleet.NodeReport;
import io.chutes.platform.fleet.ObservedInstance;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the instances on a node to what the node sees. */
final class Observations {
    private static final Logger log = LoggerFactory.getLogger(Observations.class);

    private final InstanceStore instances;

    Observations(InstanceStore instances) {
        this.instances = instances;
    }

    /**
     * Takes a report in.
     *
     * @param reporter who reports
     * @param known the instances that are on the node, by id
     * @param upToDate whether the node has the orders that stand
     * @return whether anything changed that somebody may wait for
     */
    boolean take(
            Handle handle,
            Reporter reporter,
            Map<String, Instance> known,
            NodeReport report,
            boolean upToDate,
            Instant now) {
        boolean changed = false;
        for (ObservedInstance observed : report.instances()) {
            Instance instance = known.get(observed.id());
            if (instance == null) {
                log.warn("node {} reports instance {}, which is not on it", reporter.node(), observed.id());
            } else {
                changed |= observe(handle, reporter, instance, observed, now);
            }
        }
        Set<String> seen = report.instances().stream().map(ObservedInstance::id).collect(Collectors.toSet());
        for (Instance instance : known.values()) {
            if (!instance.status().isFinal() && !seen.contains(instance.id())) {
                changed |= miss(handle, instance, upToDate, now);
            }
        }
        return changed;
    }

    private boolean observe(
            Handle handle, Reporter reporter, Instance instance, ObservedInstance observed, Instant now) {
        if (!Life.mayReport(instance.status(), observed.status())) {
            // Behind, not wrong: a report that a newer one overtook, or the node has yet to hear that it is to end.
            if (instance.status() != InstanceStatus.DRAINING) {
                log.debug(
                        "node {} reports instance {} as {}, but it is {}: ignored",
                        reporter.node(),
                        instance.id(),
                        observed.status(),
                        instance.status());
            }
        } else if (observed.status() == InstanceStatus.READY && !isHttp(observed.address())) {
            log.warn(
                    "node {} reports instance {} as ready without an http address: ignored",
                    reporter.node(),
                    instance.id());
        } else if (observed.address() != null && !reporter.isAt(observed.address())) {
            String reason =
                    "node %s says that it answers at %s, but reports from %s, and calls go to no other machine: whoever runs the node sets --address"
                            .formatted(reporter.node(), observed.address(), reporter.from());
            instances.end(handle, instance.id(), InstanceStatus.FAILED, reason, now);
            return true;
        } else {
            instances.observe(handle, instance, observed, observed.status(), reason(instance, observed), now);
            return observed.status() != instance.status()
                    || (observed.address() != null && !observed.address().equals(instance.address()));
        }
        return false;
    }

    // Why an instance is to end is said by who ended it, unless it went wrong on the way. A node that ends itself ends
    // what it has.
    private static String reason(Instance instance, ObservedInstance observed) {
        if (instance.wanted() && observed.status() == InstanceStatus.STOPPED) {
            return "node %s stopped it: %s".formatted(instance.node(), observed.reason());
        }
        return instance.wanted() || observed.status() == InstanceStatus.FAILED ? observed.reason() : instance.reason();
    }

    private static boolean isHttp(@Nullable URI address) {
        return address != null && "http".equals(address.getScheme()) && address.getHost() != null;
    }

    /**
     * A node, and where it reports from.
     *
     * @param from an address, as text
     */
    record Reporter(String node, String from) {
        private static final String THIS_MACHINE = "localhost";

        /** Whether it may have callers' requests sent there: to the machine that it reports from, and to no other one. */
        boolean isAt(URI address) {
            try {
                InetAddress reports = InetAddress.ofLiteral(from);
                String host = address.getHost();
                return THIS_MACHINE.equals(host)
                        ? reports.isLoopbackAddress()
                        : isSame(reports, InetAddress.ofLiteral(host));
            } catch (IllegalArgumentException _) {
                return false; // a name: whoever answers for it could change what it stands for
            }
        }

        private static boolean isSame(InetAddress reports, InetAddress answers) {
            return reports.equals(answers) || (reports.isLoopbackAddress() && answers.isLoopbackAddress());
        }
    }

    private boolean miss(Handle handle, Instance instance, boolean upToDate, Instant now) {
        if (instance.wanted() && instance.status() != InstanceStatus.PLACING) {
            String reason = "node " + instance.node() + " no longer has it";
            instances.end(handle, instance.id(), InstanceStatus.FAILED, reason, now);
            return true;
        } else if (!instance.wanted() && upToDate) {
            instances.end(handle, instance.id(), InstanceStatus.STOPPED, instance.reason(), now);
            return true;
        }
        return false;
    }
}
