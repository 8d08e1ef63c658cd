package io.chutes.platform.node;

import io.chutes.platform.client.NodeClient;
import io.chutes.platform.fleet.NodeOrders;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
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

    private final NodeClient client;
    private final Instances instances;
    private final AtomicLong changes = new AtomicLong();
    private final Thread thread = Thread.ofVirtual().name("node-sync").unstarted(this::run);
    private volatile @Nullable CompletableFuture<NodeOrders> poll;
    private long revision = -1;
    private long reported = -1;

    SyncLoop(NodeClient client, Instances instances) {
        this.client = client;
        this.instances = instances;
    }

    void start() {
        thread.start();
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
            NodeOrders orders = client.sync(instances.report(-1, 0)).get(limit.toMillis(), TimeUnit.MILLISECONDS);
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
        CompletableFuture<NodeOrders> exchange =
                client.sync(instances.report(revision, nothingNew ? WAIT.toMillis() : 0));
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
        reported = seen;
        instances.follow(orders);
        revision = orders.revision(); // not before: what could not be followed is to be told again at once
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
