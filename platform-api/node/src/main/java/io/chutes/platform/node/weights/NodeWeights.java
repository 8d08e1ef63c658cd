package io.chutes.platform.node.weights;

import io.chutes.platform.fleet.DesiredInstance;
import io.chutes.platform.manifest.LockedWeights;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestException;
import io.chutes.platform.manifest.ManifestJson;
import io.chutes.platform.manifest.WeightsLock;
import io.chutes.platform.node.NodeException;
import io.chutes.platform.node.image.RegistryClient;
import io.chutes.platform.weights.Hub;
import io.chutes.platform.weights.TransferSettings;
import io.chutes.platform.weights.WeightsCache;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The models' files of a node, shared by its instances. Safe for many threads. */
public final class NodeWeights {
    private final RegistryClient registry;
    private final WeightsCache cache;
    private final @Nullable Hub hub;

    private NodeWeights(RegistryClient registry, WeightsCache cache, @Nullable Hub hub) {
        this.registry = registry;
        this.cache = cache;
        this.hub = hub;
    }

    /**
     * The files of one node.
     *
     * @param folder where they are kept, by one node at a time
     * @param registry which images and with them their locks come from
     */
    public static NodeWeights open(Path folder, WeightsConfig config, RegistryClient registry) {
        return new NodeWeights(
                registry, WeightsCache.open(folder, config.limit(), TransferSettings.USUAL), config.hub());
    }

    /** What is there whole, as {@code hf://owner/repository@commit}, that used last first. */
    public List<String> there() {
        return cache.sources();
    }

    /** What an instance is to be given, nothing of which is held yet. */
    public WeightsSupply supplyOf(DesiredInstance instance) {
        String token = instance.environment().get(Hub.TOKEN);
        return new WeightsSupply(cache, hub == null ? null : hub.as(token), () -> locked(instance.image()));
    }

    /** What the lock of an image names: no other files than those that were there when it was built. */
    private List<LockedWeights> locked(String image) throws InterruptedException {
        Map<String, String> labels = registry.labels(image);
        String manifest = labels.get(Manifest.IMAGE_LABEL);
        if (manifest == null) {
            return List.of();
        }
        try {
            Manifest chute = ManifestJson.read(manifest);
            if (chute.weights().isEmpty()) {
                return List.of();
            }
            String lock = labels.get(WeightsLock.IMAGE_LABEL);
            if (lock == null) {
                throw new NodeException(
                        "The image has weights and no lock of them: build it again with this version of chutes");
            }
            WeightsLock weights = WeightsLock.read(lock);
            return chute.weights().stream().map(weights::of).toList();
        } catch (ManifestException e) {
            throw new NodeException("The weights of the image are not known: " + e.getMessage(), e);
        }
    }
}
