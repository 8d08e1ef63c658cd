package io.chutes.platform.node;

import io.chutes.platform.client.NodeClient;
import io.chutes.platform.node.engine.ProcessEngine;
import io.chutes.platform.node.image.ImageStore;
import io.chutes.platform.node.image.RegistryClient;
import io.chutes.platform.node.image.RegistryLogin;
import io.chutes.platform.node.inventory.InventoryWatch;
import io.chutes.platform.node.weights.NodeWeights;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** A node's agent, at work. Closing it stops every instance and reports that. */
public final class NodeAgent implements AutoCloseable {
    /** Images that nothing runs from are removed once all of them take more than a tenth of the disk. */
    private static final int SHARE_OF_IMAGES = 10;

    private static final Duration LAST_REPORT_LIMIT = Duration.ofSeconds(5);

    private final NodeFolder folder;
    private final Instances instances;
    private final SyncLoop sync;
    private final InventoryWatch inventory;
    private final AtomicBoolean closed = new AtomicBoolean();

    private NodeAgent(NodeFolder folder, Instances instances, SyncLoop sync, InventoryWatch inventory) {
        this.inventory = inventory;
        this.folder = folder;
        this.instances = instances;
        this.sync = sync;
    }

    /**
     * Ends what an earlier agent of the same folder left, then begins to report and to follow orders.
     *
     * @throws NodeException if another agent uses the folder
     */
    public static NodeAgent start(NodeConfig config) {
        NodeFolder folder = NodeFolder.open(config.folder());
        Path home = folder.path();
        var registry = new RegistryClient(
                config.registry(),
                new RegistryLogin(config.platform(), config.registry(), config.token(), config.http()),
                home.resolve("blobs"));
        var images = new ImageStore(home, registry, folder.size() / SHARE_OF_IMAGES);
        var engine = new ProcessEngine(images, home);
        var weights = NodeWeights.open(home.resolve("weights"), config.weights(), registry);
        var syncing = new AtomicReference<SyncLoop>();
        Runnable changed = () -> {
            SyncLoop loop = syncing.get();
            if (loop != null) {
                loop.changed();
            }
        };
        InventoryWatch inventory;
        Instances instances;
        Identity identity;
        try {
            identity = Identity.in(home);
            instances = new Instances(
                    engine, weights, new InstanceStore(folder.instances()), config, identity.agent(), changed);
            images.removeHalfDone();
            instances.recover();
            inventory = InventoryWatch.start(config.inventory(), config.inventoryPause(), _ -> changed.run());
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        } catch (InterruptedException e) {
            folder.close();
            Thread.currentThread().interrupt();
            throw new NodeException("Interrupted while ending what an earlier agent left", e);
        }
        var client = new NodeClient(config.platform(), config.token(), config.http());
        var sync = new SyncLoop(client, instances, inventory::last, identity);
        syncing.set(sync);
        sync.start();
        return new NodeAgent(folder, instances, sync, inventory);
    }

    /** Completes, with why, once the platform lets this node in no more and nothing runs on it; then close it. */
    public CompletableFuture<String> refused() {
        return sync.refused();
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            inventory.close();
            sync.stop();
            instances.stopAll("the node is shutting down");
            sync.reportOnce(LAST_REPORT_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            folder.close();
        }
    }
}
