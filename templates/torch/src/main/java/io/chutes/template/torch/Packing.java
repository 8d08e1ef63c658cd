package io.chutes.template.torch;

import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this processor has linear layers whose weights are packed for it: tried, not asked, and only where they compute the same. */
final class Packing {
    private static final Logger LOG = LoggerFactory.getLogger(Packing.class);
    private static final int ROWS = 5;
    private static final int IN = 48;
    private static final int OUT = 33;
    private static final Map<DType, Double> TOLERANCES = Map.of(DType.F32, 1e-4, DType.BF16, 0.1);

    private Packing() {}

    static Set<DType> works(Torch torch) {
        return TOLERANCES.keySet().stream()
                .filter(type -> works(torch, type))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(DType.class)));
    }

    private static boolean works(Torch torch, DType type) {
        try (ScriptModule probe = torch.load(Packing.class, "packing.py")) {
            var random = new Random(1);
            var difference = (Value.Real) probe.call(
                            "difference",
                            floats(random, ROWS, IN),
                            floats(random, OUT, IN),
                            floats(random, OUT),
                            new Value.Whole(type.code()))
                    .getFirst();
            boolean same = difference.value() < TOLERANCES.getOrDefault(type, 0.0);
            if (!same) {
                LOG.warn("Packed linear layers of {} are not used: they differ by {}", type, difference.value());
            }
            return same;
        } catch (ModelException e) {
            LOG.warn("Packed linear layers of {} are not used: {}", type, e.getMessage());
            return false;
        }
    }

    private static Value.Floats floats(Random random, int... shape) {
        int count = 1;
        long[] longs = new long[shape.length];
        for (int i = 0; i < shape.length; i++) {
            count *= shape[i];
            longs[i] = shape[i];
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Value.Floats(values, longs);
    }
}
