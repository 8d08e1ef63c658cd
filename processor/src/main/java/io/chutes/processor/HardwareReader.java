package io.chutes.processor;

import io.chutes.annotation.Cpu;
import io.chutes.annotation.Gpu;
import io.chutes.platform.manifest.Hardware;
import io.chutes.platform.manifest.Limits;
import io.chutes.platform.price.GpuSpec;
import io.chutes.platform.price.PriceList;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** Reads {@code @Gpu} or {@code @Cpu}. */
final class HardwareReader {
    private static final Hardware.Cpu DEFAULT = new Hardware.Cpu(1, 2);

    private final Elements elements;
    private final Complaints complaints;

    HardwareReader(Elements elements, Complaints complaints) {
        this.elements = elements;
        this.complaints = complaints;
    }

    Hardware read(TypeElement type) {
        Optional<WrittenAnnotation> gpu = WrittenAnnotation.find(elements, type, Gpu.class);
        Optional<WrittenAnnotation> cpu = WrittenAnnotation.find(elements, type, Cpu.class);
        if (gpu.isPresent() && cpu.isPresent()) {
            complaints.add(cpu.get().problem("A chute has @Gpu or @Cpu, not both: remove one"));
        }
        return gpu.<Hardware>map(this::gpu).or(() -> cpu.map(this::cpu)).orElse(DEFAULT);
    }

    private Hardware.Gpu gpu(WrittenAnnotation written) {
        int before = complaints.all().size();
        Settings settings = complaints.settings(written);
        int count = settings.number("count", Limits.GPUS);
        int minVramGb = settings.number("minVramGb", Limits.MIN_VRAM_GB);
        var include = new TreeSet<>(written.constants("include"));
        var exclude = new TreeSet<>(written.constants("exclude"));
        var both = new TreeSet<>(include);
        both.retainAll(exclude);
        if (!both.isEmpty()) {
            complaints.add(
                    written.problem("exclude", "include and exclude both name %s: remove it from one", join(both)));
        }
        BigDecimal cap = null;
        String price = written.text("maxHourlyPrice");
        if (!price.isEmpty()) {
            cap = price(price);
            if (cap == null) {
                complaints.add(written.problem(
                        "maxHourlyPrice",
                        "maxHourlyPrice must be a decimal above 0 in USD, such as \"0.40\"; got '%s'",
                        price));
            }
        }
        var need = new Hardware.Gpu(count, minVramGb, include, exclude, cap);
        if (complaints.all().size() == before
                && PriceList.shipped().matching(need).isEmpty()) {
            complaints.add(whyNoneIsLeft(written, need));
        }
        return need;
    }

    private Hardware.Cpu cpu(WrittenAnnotation written) {
        Settings settings = complaints.settings(written);
        return new Hardware.Cpu(settings.number("cores", Limits.CORES), settings.number("memoryGb", Limits.MEMORY_GB));
    }

    private static @Nullable BigDecimal price(String text) {
        return Limits.isPrice(text) ? new BigDecimal(text) : null;
    }

    private static Problem whyNoneIsLeft(WrittenAnnotation written, Hardware.Gpu need) {
        var any = new Hardware.Gpu(need.count(), 0, need.include(), need.exclude(), null);
        List<GpuSpec> named = PriceList.shipped().matching(any);
        if (named.isEmpty()) {
            return written.problem("exclude", "No GPU is left: exclude names every model");
        }
        String reasons = named.stream()
                .map(gpu -> "%s has %d GB at %s USD an hour"
                        .formatted(gpu.model(), gpu.vramGb(), gpu.hourlyPrice().toPlainString()))
                .collect(Collectors.joining(", "));
        return written.problem("No GPU is left after include, exclude, minVramGb = %d and maxHourlyPrice = %s: %s"
                .formatted(need.minVramGb(), need.maxHourlyPrice() == null ? "none" : need.maxHourlyPrice(), reasons));
    }

    private static String join(Iterable<String> names) {
        return String.join(", ", names);
    }
}
