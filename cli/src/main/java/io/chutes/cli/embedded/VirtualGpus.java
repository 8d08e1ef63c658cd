package io.chutes.cli.embedded;

import com.sun.management.OperatingSystemMXBean;
import io.chutes.platform.fleet.Capacity;
import java.lang.management.ManagementFactory;
import java.util.Map;

/** What the embedded node says it has: this machine's cores and memory, and GPUs that are only declared. */
public final class VirtualGpus {
    private static final Map<String, Integer> DECLARED = Map.of("L4", 2, "A100", 1, "H100", 1);

    private VirtualGpus() {}

    /** The capacity of this machine with the declared GPUs, so that selectors and prices work on a laptop. */
    public static Capacity onThisMachine() {
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        int memoryGb = Math.toIntExact(system.getTotalMemorySize() >> 30);
        return new Capacity(Runtime.getRuntime().availableProcessors(), memoryGb, DECLARED);
    }
}
