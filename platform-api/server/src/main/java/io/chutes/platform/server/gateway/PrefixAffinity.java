package io.chutes.platform.server.gateway;

import io.chutes.platform.server.scaling.Load;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which instance read the beginning of a prompt last, and so may still have what a model made of it. It remembers
 * the {@value #MOST} beginnings that were met last.
 */
final class PrefixAffinity {
    static final int MOST = 65_536;

    private final Map<Beginning, String> instances = new LinkedHashMap<>(16, 0.75f, true);
    private final int most;

    PrefixAffinity() {
        this(MOST);
    }

    PrefixAffinity(int most) {
        this.most = most;
    }

    /** Of those instances, the one that read the most of what this prompt begins with. */
    Optional<String> preferred(Load.Served served, Prefix prefix, Collection<String> instances) {
        return prefix.blocks().isEmpty() ? Optional.empty() : lastReader(served, prefix, instances);
    }

    private synchronized Optional<String> lastReader(Load.Served served, Prefix prefix, Collection<String> instances) {
        for (long block : prefix.blocks().reversed()) {
            String instance = this.instances.get(new Beginning(served, block));
            if (instance != null && instances.contains(instance)) {
                return Optional.of(instance);
            }
        }
        return Optional.empty();
    }

    /** An instance reads a prompt. */
    void read(Load.Served served, Prefix prefix, String instance) {
        if (!prefix.blocks().isEmpty()) {
            remember(served, prefix, instance);
        }
    }

    private synchronized void remember(Load.Served served, Prefix prefix, String instance) {
        prefix.blocks().forEach(block -> instances.put(new Beginning(served, block), instance));
        var eldest = instances.entrySet().iterator();
        while (instances.size() > most) {
            eldest.next();
            eldest.remove();
        }
    }

    synchronized int size() {
        return instances.size();
    }

    private record Beginning(Load.Served served, long block) {}
}
