package io.chutes.platform.server.placement;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A node that was heard of lately.
 *
 * @param name its name
 * @param cores its processor cores
 * @param memoryGb its memory, GiB
 * @param gpus its GPUs, an item for each model
 * @param holds what it has fetched already: images and weights, as {@link Need} names them
 * @param instances how many instances of each chute are on it
 */
public record Node(
        String name, Part cores, Part memoryGb, List<Gpus> gpus, Set<String> holds, Map<Long, Integer> instances) {
    public Node {
        gpus = List.copyOf(gpus);
        holds = Set.copyOf(holds);
        instances = Map.copyOf(instances);
    }

    /** Of something that a node has, how much there is and how much nobody holds. */
    public record Part(int all, int free) {
        /** All of it. */
        public static Part of(int all) {
            return new Part(all, all);
        }

        Part without(int held) {
            return new Part(all, free - held);
        }
    }

    /**
     * The GPUs of a model.
     *
     * @param hourly what an hour of one costs there, USD, if that is less than the price list says; null for what that says
     */
    public record Gpus(String model, Part part, @Nullable BigDecimal hourly) {
        /** Some at the list's price. */
        public Gpus(String model, Part part) {
            this(model, part, null);
        }
    }

    int instancesOf(long chuteId) {
        return instances.getOrDefault(chuteId, 0);
    }

    /** The same with an instance of a chute more, which holds what it was given. */
    public Node with(long chuteId, Placement.On given) {
        Map<Long, Integer> more = new HashMap<>(instances);
        more.merge(chuteId, 1, Integer::sum);
        return new Node(
                name,
                cores.without(given.cores()),
                memoryGb.without(given.memoryGb()),
                gpus.stream()
                        .map(it -> it.model().equals(given.gpu())
                                ? new Gpus(it.model(), it.part().without(given.gpuCount()), it.hourly())
                                : it)
                        .toList(),
                holds,
                more);
    }
}
