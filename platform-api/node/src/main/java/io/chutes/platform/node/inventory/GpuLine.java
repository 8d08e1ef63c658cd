package io.chutes.platform.node.inventory;

import io.chutes.platform.price.GpuSpec;
import io.chutes.platform.price.PriceList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A line in which {@code nvidia-smi} tells of a GPU.
 *
 * @param memory MiB, or words where there is none of its own
 * @param mig {@code Enabled}, {@code Disabled}, or words where it cannot be
 */
record GpuLine(String index, String uuid, String name, String memory, String mig) {
    static final String FIELDS = "index,uuid,name,memory.total,mig.mode.current";

    private static final double LEAST = 0.95;
    private static final double MOST = 1.10;
    private static final double GB_OF_MIB = (1 << 20) / 1e9;

    /** What all lines tell together. */
    static Gpus gpus(List<String> lines) {
        Map<String, List<String>> devices = new TreeMap<>();
        List<String> warnings = new ArrayList<>();
        for (String line : lines) {
            if (line.isBlank()) {
                continue;
            }
            Optional<GpuLine> gpu = parse(line);
            if (gpu.isEmpty()) {
                return Gpus.unknown("nvidia-smi said what is not understood, so no GPU is offered: '%s'"
                        .formatted(NvidiaSmi.shown(line)));
            }
            gpu.get().judge(devices, warnings);
        }
        return Gpus.found(devices, warnings);
    }

    private static Optional<GpuLine> parse(String line) {
        List<String> fields = Stream.of(line.split(",", -1)).map(String::strip).toList();
        return fields.size() == 5
                        && fields.getFirst().matches("[0-9]{1,4}")
                        && fields.get(1).matches("GPU-[0-9a-f-]{8,64}")
                ? Optional.of(new GpuLine(fields.get(0), fields.get(1), fields.get(2), fields.get(3), fields.get(4)))
                : Optional.empty();
    }

    private void judge(Map<String, List<String>> devices, List<String> warnings) {
        String model = DriverNames.model(name).orElse(null);
        GpuSpec spec = model == null ? null : PriceList.shipped().gpu(model).orElse(null);
        if (spec == null) {
            warn(warnings, "is a model that the price list does not know");
        } else if (mig.equals("Enabled")) {
            warn(warnings, "is divided by MIG, which is not supported; nvidia-smi -i " + index + " -mig 0 undoes that");
        } else if (!memory.matches("[0-9]{1,9}")) {
            warn(warnings, "states no memory of its own, '" + NvidiaSmi.shown(memory) + "'");
        } else if (!isUsual(spec)) {
            warn(warnings, "has %s MiB of memory, where %d GB are usual".formatted(memory, spec.vramGb()));
        } else {
            devices.computeIfAbsent(spec.model(), _ -> new ArrayList<>()).add(uuid);
        }
    }

    private boolean isUsual(GpuSpec spec) {
        double gb = Integer.parseInt(memory) * GB_OF_MIB;
        return gb >= LEAST * spec.vramGb() && gb <= MOST * spec.vramGb();
    }

    private void warn(List<String> warnings, String why) {
        warnings.add("GPU %s, '%s', %s: it is not offered".formatted(index, NvidiaSmi.shown(name), why));
    }
}
