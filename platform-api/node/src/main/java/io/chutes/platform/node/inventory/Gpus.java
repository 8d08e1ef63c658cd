package io.chutes.platform.node.inventory;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The GPUs of a host.
 *
 * @param counts how many of each model can be given
 * @param devices what the driver calls them; empty where they are only declared
 * @param warnings what is there and not offered, and why: a sentence each
 * @param complete whether the driver answered
 */
public record Gpus(
        Map<String, Integer> counts, Map<String, List<String>> devices, List<String> warnings, boolean complete) {
    /** Where a host's GPUs are learned. */
    @FunctionalInterface
    public interface Source {
        Gpus read() throws InterruptedException;
    }

    /** GPUs in name only, so that selectors and prices work where there are none. */
    public static Source declared(Map<String, Integer> counts) {
        var declared = new Gpus(Map.copyOf(counts), Map.of(), List.of(), true);
        return () -> declared;
    }

    static Gpus found(Map<String, List<String>> devices, List<String> warnings) {
        Map<String, Integer> counts = devices.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().size()));
        return new Gpus(counts, devices, warnings, true);
    }

    static Gpus unknown(String why) {
        return new Gpus(Map.of(), Map.of(), List.of(why), false);
    }
}
