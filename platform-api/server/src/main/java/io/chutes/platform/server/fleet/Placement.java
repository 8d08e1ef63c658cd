package io.chutes.platform.server.fleet;

import io.chutes.platform.manifest.Hardware;
import io.chutes.platform.price.GpuSpec;
import io.chutes.platform.price.PriceList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where an instance goes, or why it goes nowhere. */
sealed interface Placement {
    /** The most models a reason names. */
    int NAMED_MODELS = 6;

    /**
     * A node with room.
     *
     * @param gpu the model it is given there, null for none
     */
    record On(String node, @Nullable String gpu, int gpuCount, int cores, int memoryGb) implements Placement {}

    /** No node has room. */
    record Nowhere(String reason) implements Placement {}

    /** The cheapest model first, then the node with the most left of it; ties by name, so that the choice is repeatable. */
    static Placement choose(Hardware need, List<NodeRoom> nodes, PriceList prices) {
        if (nodes.isEmpty()) {
            return new Nowhere("no node has reported lately");
        }
        return switch (need) {
            case Hardware.Gpu gpu -> chooseGpu(gpu, nodes, prices.matching(gpu));
            case Hardware.Cpu cpu -> chooseCpu(cpu, nodes);
        };
    }

    private static Placement chooseGpu(Hardware.Gpu need, List<NodeRoom> nodes, List<GpuSpec> models) {
        if (models.isEmpty()) {
            return new Nowhere("no GPU model of the price list fits what the chute asks for");
        }
        for (GpuSpec model : cheapestFirst(models)) {
            Optional<NodeRoom> node = nodes.stream()
                    .filter(room -> room.free(model.model()) >= need.count())
                    .min(Comparator.comparingInt((NodeRoom room) -> -room.free(model.model()))
                            .thenComparing(NodeRoom::name));
            if (node.isPresent()) {
                return new On(node.get().name(), model.model(), need.count(), 0, 0);
            }
        }
        return new Nowhere("no node has " + need.count() + " free GPU" + (need.count() == 1 ? "" : "s") + " of "
                + named(cheapestFirst(models)));
    }

    private static List<GpuSpec> cheapestFirst(List<GpuSpec> models) {
        return models.stream()
                .sorted(Comparator.comparing(GpuSpec::hourlyPrice).thenComparing(GpuSpec::model))
                .toList();
    }

    private static String named(List<GpuSpec> models) {
        String first = models.stream().limit(NAMED_MODELS).map(GpuSpec::model).collect(Collectors.joining(", "));
        int more = models.size() - NAMED_MODELS;
        return more > 0 ? first + " and " + more + " more" : first;
    }

    private static Placement chooseCpu(Hardware.Cpu need, List<NodeRoom> nodes) {
        return nodes.stream()
                .filter(room -> room.cores() >= need.cores() && room.memoryGb() >= need.memoryGb())
                .min(Comparator.comparingInt((NodeRoom room) -> -room.cores()).thenComparing(NodeRoom::name))
                .<Placement>map(room -> new On(room.name(), null, 0, need.cores(), need.memoryGb()))
                .orElseGet(() -> new Nowhere(
                        "no node has " + need.cores() + " free cores and " + need.memoryGb() + " GiB of free memory"));
    }
}
