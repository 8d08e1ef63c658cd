package io.chutes.platform.node.inventory;

import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node has, looked at again and again on a thread of its own until it is closed. */
public final class InventoryWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InventoryWatch.class);

    private final Inventory inventory;
    private final Duration pause;
    private final Consumer<Reading> changed;
    private final Thread thread = Thread.ofVirtual().name("inventory").unstarted(this::run);
    private volatile Reading last;

    private InventoryWatch(Inventory inventory, Reading first, Duration pause, Consumer<Reading> changed) {
        this.inventory = inventory;
        this.last = first;
        this.pause = pause;
        this.changed = changed;
    }

    /** Looks once, and begins to look again after each pause. */
    public static InventoryWatch start(Inventory inventory, Duration pause, Consumer<Reading> changed)
            throws InterruptedException {
        var watch = new InventoryWatch(inventory, inventory.read(), pause, changed);
        watch.last.condition().warnings().forEach(LOG::warn);
        watch.thread.start();
        return watch;
    }

    /** What there was when it was looked last. */
    public Reading last() {
        return last;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(pause);
                Reading next = inventory.read();
                boolean news = next.saysOtherwiseThan(last);
                last = next;
                if (news) {
                    LOG.info("This node has {} now", next.capacity());
                    next.condition().warnings().forEach(LOG::warn);
                    changed.accept(next);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
