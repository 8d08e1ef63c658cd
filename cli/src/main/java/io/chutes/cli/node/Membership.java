package io.chutes.cli.node;

import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.node.NodeConfig;
import io.chutes.platform.node.engine.EngineChoice;
import io.chutes.platform.node.inventory.Gpus;
import io.chutes.platform.node.inventory.HostInventory;
import io.chutes.platform.node.inventory.Inventory;
import io.chutes.platform.node.inventory.NvidiaSmi;
import io.chutes.platform.node.weights.WeightsConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a node keeps of the platform that it has joined.
 *
 * @param platform the platform's address
 * @param registry where its images are
 * @param node what the node is called there
 * @param credential what it shows there
 * @param engine how it runs instances: {@code process} or {@code docker}
 * @param address at which IP address of this machine its instances answer, null for the loopback's
 * @param gpus those that are declared, null to look for them
 * @param ca certificates to trust besides the usual ones, PEM; null for none
 */
record Membership(
        URI platform,
        URI registry,
        String node,
        String credential,
        String engine,
        @Nullable String address,
        @Nullable Map<String, Integer> gpus,
        @Nullable String ca) {
    private static final Capacity NOTHING = new Capacity(0, 0, Map.of());
    private static final Duration USAGE_INTERVAL = Duration.ofSeconds(5);
    private static final Duration INVENTORY_PAUSE = Duration.ofSeconds(30);

    /** The same once it has joined. */
    Membership as(String name, String shown) {
        return new Membership(platform, registry, name, shown, engine, address, gpus, ca);
    }

    Inventory inventory(Path folder, Map<String, String> environment) {
        return new HostInventory(folder, gpus == null ? found(environment) : Gpus.declared(gpus));
    }

    NodeConfig config(Path folder, Map<String, String> environment) {
        return new NodeConfig(platform, credential, folder, NOTHING, USAGE_INTERVAL)
                .withImagesOf(registry)
                .withInventory(inventory(folder, environment), INVENTORY_PAUSE)
                .withWeights(WeightsConfig.of(environment))
                .withEngine(engine(environment))
                .withHttp(Trust.http(ca));
    }

    /** The engine as it describes it, and the variables where it does not. */
    EngineChoice engine(Map<String, String> environment) {
        Map<String, String> described = new HashMap<>(environment);
        if (address != null) {
            described.put(EngineChoice.ADDRESS, address);
        }
        return EngineChoice.of(engine, described);
    }

    private static Gpus.Source found(Map<String, String> environment) {
        Optional<NvidiaSmi> tool = NvidiaSmi.find(environment.getOrDefault("PATH", ""));
        return tool.isPresent() ? tool.get() : Gpus.declared(Map.of());
    }

    /** Hides the credential. */
    @Override
    public String toString() {
        return "Membership[" + node + " of " + platform + "]";
    }
}
