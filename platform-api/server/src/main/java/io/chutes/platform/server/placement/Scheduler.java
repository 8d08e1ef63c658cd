package io.chutes.platform.server.placement;

import io.chutes.platform.api.Money;
import io.chutes.platform.manifest.Hardware;
import io.chutes.platform.price.GpuSpec;
import io.chutes.platform.price.PriceList;
import io.chutes.platform.server.placement.Node.Gpus;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the node for an instance: of those that pass every {@link Filter} the cheapest for its owner, then the one that has the most
 * of what must be fetched, then the one with the fewest instances of the chute, then the one with the least left beside it, so that
 * large holes stay for large needs; at last by name, so that the same cluster always gives the same answer.
 */
public final class Scheduler {
    private final PriceList prices;

    public Scheduler(PriceList prices) {
        this.prices = prices;
    }

    /** Chooses. Reserving what is chosen is {@link Cluster#with}, or the caller's transaction. */
    public Placement choose(Need need, Cluster cluster) {
        Map<String, Model> models = need.hardware() instanceof Hardware.Gpu gpu ? models(gpu) : Map.of();
        Candidate best = null;
        for (Node node : cluster.nodes()) {
            best = better(best, need, node, models);
        }
        return best == null ? nowhere(need, cluster, models) : best.on(need.hardware());
    }

    private Map<String, Model> models(Hardware.Gpu need) {
        BigDecimal cap = need.maxHourlyPrice();
        long most = cap == null ? Long.MAX_VALUE : nanos(cap);
        Map<String, Model> models = new HashMap<>();
        prices.gpus()
                .forEach(
                        gpu -> models.put(gpu.model(), new Model(nanos(gpu.hourlyPrice()), most, ruledOut(gpu, need))));
        return models;
    }

    /** A price as a number that is quickly compared: nine places are kept of any. */
    private static long nanos(BigDecimal price) {
        return price.movePointRight(Money.SCALE).longValue();
    }

    private static @Nullable Filter ruledOut(GpuSpec gpu, Hardware.Gpu need) {
        if (!need.include().isEmpty() && !need.include().contains(gpu.model())) {
            return Filter.INCLUDE;
        }
        if (need.exclude().contains(gpu.model())) {
            return Filter.EXCLUDE;
        }
        return gpu.vramGb() < need.minVramGb() ? Filter.VRAM : null;
    }

    private static @Nullable Candidate better(
            @Nullable Candidate best, Need need, Node node, Map<String, Model> models) {
        Candidate better = best;
        switch (need.hardware()) {
            case Hardware.Gpu gpu -> {
                for (Gpus gpus : node.gpus()) {
                    Model model = models.get(gpus.model());
                    if (model != null && ruledOut(gpus, model, gpu.count()) == null) {
                        int left = gpus.part().free() - gpu.count();
                        better = better(better, need, node, gpus.model(), model.price(gpus), left);
                    }
                }
            }
            case Hardware.Cpu cpu -> {
                if (ruledOut(node, cpu) == null) {
                    better = better(better, need, node, null, 0, node.cores().free() - cpu.cores());
                }
            }
        }
        return better;
    }

    private static Candidate better(
            @Nullable Candidate best, Need need, Node node, @Nullable String gpu, long price, int left) {
        if (best != null && price > best.price()) {
            return best;
        }
        int missing = missing(need, node);
        if (best != null && price == best.price() && missing > best.missing()) {
            return best;
        }
        var candidate = new Candidate(node, gpu, price, missing, node.instancesOf(need.chuteId()), left);
        return best == null || candidate.isBetterThan(best) ? candidate : best;
    }

    // Weights are gigabytes, an image is less: one more of those missing is more than the image missing.
    private static int missing(Need need, Node node) {
        int weights = 0;
        for (String needed : need.weights()) {
            weights += node.holds().contains(needed) ? 0 : 1;
        }
        return 2 * weights + (node.holds().contains(need.image()) ? 0 : 1);
    }

    private static @Nullable Filter ruledOut(Gpus gpus, Model model, int count) {
        if (model.ruledOut() != null) {
            return model.ruledOut();
        }
        if (model.price(gpus) > model.most()) {
            return Filter.PRICE;
        }
        if (gpus.part().all() < count) {
            return Filter.COUNT;
        }
        return gpus.part().free() < count ? Filter.FREE : null;
    }

    private static @Nullable Filter ruledOut(Node node, Hardware.Cpu need) {
        if (node.cores().all() < need.cores()) {
            return Filter.CORES;
        }
        if (node.memoryGb().all() < need.memoryGb()) {
            return Filter.MEMORY;
        }
        boolean free = node.cores().free() >= need.cores() && node.memoryGb().free() >= need.memoryGb();
        return free ? null : Filter.FREE;
    }

    private static Placement.Nowhere nowhere(Need need, Cluster cluster, Map<String, Model> models) {
        Map<String, Filter> ruledOut = new HashMap<>();
        Map<Filter, Integer> nodes = new EnumMap<>(Filter.class);
        for (Node node : cluster.nodes()) {
            Filter by = ruledOutBy(need.hardware(), node, models);
            ruledOut.put(node.name(), by);
            nodes.merge(by, 1, Integer::sum);
        }
        List<String> fitting = models.entrySet().stream()
                .filter(model -> model.getValue().ruledOut() == null
                        && model.getValue().price() <= model.getValue().most())
                .sorted(Map.Entry.<String, Model>comparingByValue(Comparator.comparingLong(Model::price))
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
        return new Placement.Nowhere(Explanation.of(need.hardware(), fitting, nodes), ruledOut);
    }

    // Of a node with several models, what ruled out the one that came furthest.
    private static Filter ruledOutBy(Hardware need, Node node, Map<String, Model> models) {
        Filter furthest = null;
        switch (need) {
            case Hardware.Gpu gpu -> {
                furthest = Filter.GPUS;
                for (Gpus gpus : node.gpus()) {
                    Model model = models.get(gpus.model());
                    Filter by = model == null ? Filter.INCLUDE : ruledOut(gpus, model, gpu.count());
                    if (by != null && gpus.part().all() > 0 && by.compareTo(furthest) > 0) {
                        furthest = by;
                    }
                }
            }
            case Hardware.Cpu cpu -> furthest = ruledOut(node, cpu);
        }
        if (furthest == null) {
            throw new IllegalStateException("Node " + node.name() + " has room for " + need);
        }
        return furthest;
    }

    /**
     * A GPU model, as a need sees it.
     *
     * @param price by the list
     * @param most what may be paid
     * @param ruledOut by which filter, null if by none but perhaps its price
     */
    private record Model(long price, long most, @Nullable Filter ruledOut) {
        /** What those of a node cost. */
        long price(Gpus gpus) {
            return gpus.hourly() == null ? price : Math.min(price, nanos(gpus.hourly()));
        }
    }

    /**
     * A node that passes.
     *
     * @param gpu the model that is taken there, null for none
     * @param price of one of them
     * @param missing how much must be fetched
     * @param siblings how many instances of the chute are there
     * @param left what would be left of what is asked for
     */
    private record Candidate(Node node, @Nullable String gpu, long price, int missing, int siblings, int left) {
        boolean isBetterThan(Candidate other) {
            if (price != other.price) {
                return price < other.price;
            }
            if (missing != other.missing) {
                return missing < other.missing;
            }
            if (siblings != other.siblings) {
                return siblings < other.siblings;
            }
            if (left != other.left) {
                return left < other.left;
            }
            if (!node.name().equals(other.node.name())) {
                return node.name().compareTo(other.node.name()) < 0;
            }
            return gpu != null && other.gpu != null && gpu.compareTo(other.gpu) < 0;
        }

        Placement.On on(Hardware hardware) {
            return switch (hardware) {
                case Hardware.Gpu it -> new Placement.On(node.name(), gpu, it.count(), 0, 0);
                case Hardware.Cpu it -> new Placement.On(node.name(), null, 0, it.cores(), it.memoryGb());
            };
        }
    }
}
