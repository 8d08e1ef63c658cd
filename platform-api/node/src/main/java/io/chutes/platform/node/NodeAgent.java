package io.chutes.platform.node;

import io.chutes.platform.client.NodeClient;
import io.chutes.platform.node.engine.DockerEngine;
import io.chutes.platform.node.engine.Engine;
import io.chutes.platform.node.engine.EngineChoice;
import io.chutes.platform.node.engine.GpuDevices;
import io.chutes.platform.node.engine.HostAddress;
import io.chutes.platform.node.engine.ProcessEngine;
import io.chutes.platform.node.image.ImageStore;
import io.chutes.platform.node.image.RegistryClient;
import io.chutes.platform.node.image.RegistryLogin;
import io.chutes.platform.node.inventory.InventoryWatch;
import io.chutes.platform.node.inventory.Reading;
import io.chutes.platform.node.log.LogShipper;
import io.chutes.platform.node.weights.NodeWeights;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A node's agent, at work. Closing it stops every instance and reports that. */
public final class NodeAgent implements AutoCloseable {
    /** Images that nothing runs from are removed once all of them take more than a tenth of the disk. */
    private static final int SHARE_OF_IMAGES = 10;

    private static final Duration LAST_REPORT_LIMIT = Duration.ofSeconds(5);

    private final NodeFolder folder;
    private final Engine engine;
    private final Instances instances;
    private final SyncLoop sync;
    private final InventoryWatch inventory;
    private final LogShipper shipper;
    private final AtomicBoolean closed = new AtomicBoolean();

    private NodeAgent(
            NodeFolder folder,
            Engine engine,
            Instances instances,
            SyncLoop sync,
            InventoryWatch inventory,
            LogShipper shipper) {
        this.shipper = shipper;
        this.folder = folder;
        this.engine = engine;
        this.instances = instances;
        this.sync = sync;
        this.inventory = inventory;
    }

    /**
     * Ends what an earlier agent of the same folder left, then begins to report and to follow orders.
     *
     * @throws NodeException if another agent uses the folder, or the engine cannot be used
     */
    public static NodeAgent start(NodeConfig config) {
        NodeFolder folder = NodeFolder.open(config.folder());
        Path home = folder.path();
        var registry = new RegistryClient(
                config.registry(),
                new RegistryLogin(config.platform(), config.registry(), config.token(), config.http()),
                home.resolve("blobs"));
        var weights = NodeWeights.open(home.resolve("weights"), config.weights(), registry);
        var syncing = new AtomicReference<SyncLoop>();
        Runnable changed = () -> {
            SyncLoop loop = syncing.get();
            if (loop != null) {
                loop.changed();
            }
        };
        var shipping = new AtomicReference<LogShipper>();
        Predicate<String> told = id -> {
            LogShipper shipper = shipping.get();
            return shipper != null && shipper.isDone(id);
        };
        var failing = new AtomicReference<Runnable>(() -> {});
        var parts = new ArrayDeque<AutoCloseable>();
        parts.push(folder);
        try {
            Identity identity = Identity.in(home);
            InventoryWatch inventory = InventoryWatch.start(config.inventory(), config.inventoryPause(), _ -> {
                failing.get().run();
                changed.run();
            });
            parts.push(inventory);
            var gpus = new GpuDevices(inventory::last);
            Engine engine = engine(config, folder, registry, gpus, inventory::last);
            parts.push(engine);
            var instances = new Instances(
                    engine, weights, new InstanceStore(folder.instances()), config, identity.agent(), changed, told);
            instances.recover();
            failing.set(() -> gpus.gone()
                    .forEach((id, gpu) ->
                            instances.fail(id, "its GPU %s is gone: the driver no longer tells of it".formatted(gpu))));
            var client = new NodeClient(config.platform(), config.token(), config.http());
            var sync = new SyncLoop(client, instances, inventory::last, identity);
            var shipper = new LogShipper(client, identity.agent(), instances::outputs, changed);
            syncing.set(sync);
            shipping.set(shipper);
            sync.start();
            shipper.start();
            return new NodeAgent(folder, engine, instances, sync, inventory, shipper);
        } catch (RuntimeException e) {
            close(parts, e);
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var interrupted = new NodeException("Interrupted while ending what an earlier agent left", e);
            close(parts, interrupted);
            throw interrupted;
        }
    }

    private static void close(Deque<AutoCloseable> parts, RuntimeException collected) {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                collected.addSuppressed(e);
            }
        }
    }

    private static Engine engine(
            NodeConfig config,
            NodeFolder folder,
            RegistryClient registry,
            GpuDevices gpus,
            Supplier<Reading> inventory) {
        long roomForImages = folder.size() / SHARE_OF_IMAGES;
        return switch (config.engine()) {
            case EngineChoice.Processes(HostAddress address) ->
                new ProcessEngine(new ImageStore(folder.path(), registry, roomForImages), folder.path(), gpus, address);
            case EngineChoice.Docker docker ->
                DockerEngine.connect(docker, registry, folder.path(), gpus, inventory, roomForImages);
        };
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
            shipper.finish(LAST_REPORT_LIMIT);
            sync.reportOnce(LAST_REPORT_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            engine.close();
            folder.close();
        }
    }
}
