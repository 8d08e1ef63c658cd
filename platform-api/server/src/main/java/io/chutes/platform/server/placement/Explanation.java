package io.chutes.platform.server.placement;

import io.chutes.platform.manifest.Hardware;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Why no node has room, in words for the chute's owner. */
final class Explanation {
    private static final int NAMED_MODELS = 6;

    private Explanation() {}

    /**
     * Explains.
     *
     * @param fitting the GPU models that the need allows, cheapest first
     * @param nodes how many nodes each filter rules out
     */
    static String of(Hardware need, List<String> fitting, Map<Filter, Integer> nodes) {
        if (nodes.isEmpty()) {
            return "no node has reported lately";
        }
        return switch (need) {
            case Hardware.Gpu _ when fitting.isEmpty() -> "no GPU model of the price list fits what the chute asks for";
            case Hardware.Gpu gpu ->
                "no node has %d free GPU%s of %s: %s"
                        .formatted(gpu.count(), gpu.count() == 1 ? "" : "s", named(fitting), told(nodes));
            case Hardware.Cpu cpu ->
                "no node has %d free cores and %d GiB of free memory: %s"
                        .formatted(cpu.cores(), cpu.memoryGb(), told(nodes));
        };
    }

    private static String named(List<String> models) {
        String first = models.stream().limit(NAMED_MODELS).collect(Collectors.joining(", "));
        int more = models.size() - NAMED_MODELS;
        return more > 0 ? first + " and " + more + " more" : first;
    }

    private static String told(Map<Filter, Integer> nodes) {
        String all = nodes.entrySet().stream()
                .sorted(Map.Entry.<Filter, Integer>comparingByKey().reversed())
                .map(it -> it.getValue()
                        + (it.getValue() == 1 ? " node has " : " nodes have ")
                        + it.getKey().words())
                .collect(Collectors.joining("; "));
        return nodes.containsKey(Filter.FREE) ? all + "; when some is free again is not known" : all;
    }
}
