package io.chutes.platform.node.inventory;

import com.sun.management.OperatingSystemMXBean;
import io.chutes.platform.fleet.Capacity;
import io.chutes.platform.fleet.Condition;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What this host has. */
public final class HostInventory implements Inventory {
    private final Path folder;
    private final Gpus.Source gpus;

    /** @param folder where images and weights are kept, and there may yet be nothing */
    public HostInventory(Path folder, Gpus.Source gpus) {
        this.folder = folder;
        this.gpus = gpus;
    }

    @Override
    public Reading read() throws InterruptedException {
        Gpus found = gpus.read();
        List<String> warnings = new ArrayList<>(found.warnings());
        int free = freeDiskGb(warnings);
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Reading(
                new Capacity(
                        Runtime.getRuntime().availableProcessors(), gib(system.getTotalMemorySize()), found.counts()),
                new Condition(free, warnings, List.of()),
                found.devices(),
                found.complete());
    }

    private int freeDiskGb(List<String> warnings) {
        try {
            Path there = folder.toAbsolutePath();
            while (!Files.exists(there) && there.getParent() != null) {
                there = there.getParent();
            }
            return gib(Files.getFileStore(there).getUsableSpace());
        } catch (IOException e) {
            warnings.add("The room on the disk of %s is not known: %s".formatted(folder, e));
            return 0;
        }
    }

    private static int gib(long bytes) {
        return Math.toIntExact(bytes >> 30);
    }
}
