package io.chutes.platform.node;

import io.chutes.platform.api.Problem;
import io.chutes.platform.client.NodeClient;
import io.chutes.platform.client.PlatformException;
import io.chutes.platform.fleet.NodeOrders;
import io.chutes.platform.fleet.NodeReport;
import io.chutes.platform.node.inventory.Reading;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports and takes orders, for ever: a long poll that a change on this side cuts short. A platform that does not answer is
 * asked again after a pause that doubles; instances run on meanwhile.
 */
final class SyncLoop {
    private static final Logger LOG = LoggerFactory.getLogger(SyncLoop.class);
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private static final int REFUSED = 401;
    private static final int SUPERSEDED = 409;

    private final NodeClient client;
    private final Instances instances;
    private final Supplier<Reading> inventory;
    private final Identity identity;
    private final CompletableFuture<String> refused = new CompletableFuture<>();
    private final AtomicLong changes = new AtomicLong();
    private final Thread thread = Thread.ofVirtual().name("node-sync").unstarted(this::run);
    private volatile @Nullable CompletableFuture<NodeOrders> poll;
    private long revision = -1;
    private long reported = -1;

    SyncLoop(NodeClient client, Instances instances, Supplier<Reading> inventory, Identity identity) {
        this.client = client;
        this.inventory = inventory;
        this.identity = identity;
        this.instances = instances;
    }

    void start() {
        thread.start();
    }

    /** Completes, with why, once the platform lets this node in no more and nothing runs on it. */
    CompletableFuture<String> refused() {
        return refused;
    }

    /** Something on this side is worth reporting now. */
    void changed() {
        changes.incrementAndGet();
        CompletableFuture<NodeOrders> waiting = poll;
        if (waiting != null) {
            waiting.cancel(true);
        }
    }

    void stop() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    /** One last report, for at most so long; its orders are not followed, only its acknowledgements. */
    void reportOnce(Duration limit) throws InterruptedException {
        try {
            NodeOrders orders = client.sync(report(-1, 0)).get(limit.toMillis(), TimeUnit.MILLISECONDS);
            instances.follow(new NodeOrders(orders.revision(), List.of(), orders.acknowledgedUsage(), orders.forget()));
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The last report did not arrive; it will be made at the next start: {}", e.toString());
        }
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                exchange();
                pause = FIRST_PAUSE;
            } catch (CancellationException somethingChanged) {
                LOG.trace("Reporting a change");
            } catch (ExecutionException e) {
                LOG.warn(
                        "The platform did not take the report, again in {} ms: {}",
                        pause.toMillis(),
                        String.valueOf(e.getCause()));
                heed(e.getCause());
                pause = sleep(pause);
            } catch (RuntimeException e) {
                LOG.error("The orders could not be followed, again in {} ms", pause.toMillis(), e);
                pause = sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Reports what is new and takes the answer at once; with nothing new, waits for orders until something is. */
    private void exchange() throws InterruptedException, ExecutionException {
        long seen = changes.get();
        boolean nothingNew = seen == reported;
        CompletableFuture<NodeOrders> exchange = client.sync(report(revision, nothingNew ? WAIT.toMillis() : 0));
        if (nothingNew) {
            poll = exchange;
            if (changes.get() != seen) {
                exchange.cancel(true);
            }
        }
        NodeOrders orders;
        try {
            orders = exchange.get();
        } finally {
            poll = null;
            exchange.cancel(true);
        }
        identity.keep();
        reported = seen;
        instances.follow(orders);
        revision = orders.revision(); // not before: what could not be followed is to be told again at once
    }

    private NodeReport report(long ordersRevision, long waitMillis) {
        return instances.report(inventory.get(), ordersRevision, waitMillis);
    }

    // What the platform counts as another agent's is not to run here as well. One that was deleted had been drained.
    private void heed(@Nullable Throwable failure) {
        if (!(failure instanceof PlatformException refusal)) {
            return;
        }
        int status = refusal.problem().map(Problem::status).orElse(0);
        if (status == SUPERSEDED) {
            instances.endAll("another agent speaks for this node");
        } else if (status == REFUSED && instances.isIdle()) {
            refused.complete(String.valueOf(refusal.getMessage()));
        }
    }

    private static Duration sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
