package io.chutes.cli.node;

import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.platform.price.GpuSpec;
import io.chutes.platform.price.PriceList;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** GPUs that are named by whoever runs the node, not found. */
final class DeclaredGpus {
    private static final String NONE = "none";
    private static final int MOST = 64;

    private DeclaredGpus() {}

    /** The same, if the price list has them. */
    static @Nullable Map<String, Integer> check(@Nullable Map<String, Integer> gpus) {
        if (gpus == null) {
            return null;
        }
        Map<String, Integer> declared = new TreeMap<>(gpus);
        declared.remove(NONE, 0);
        declared.forEach((model, count) -> {
            if (PriceList.shipped().gpu(model).isEmpty()) {
                throw new CommandException(
                        ExitStatus.USAGE,
                        "--gpus names '%s', which is none of %s"
                                .formatted(
                                        model,
                                        PriceList.shipped().gpus().stream()
                                                .map(GpuSpec::model)
                                                .collect(Collectors.joining(", "))));
            }
            if (count < 1 || count > MOST) {
                throw new CommandException(
                        ExitStatus.USAGE,
                        "--gpus declares 1 to %d of a model, got %d of %s".formatted(MOST, count, model));
            }
        });
        return declared;
    }
}
