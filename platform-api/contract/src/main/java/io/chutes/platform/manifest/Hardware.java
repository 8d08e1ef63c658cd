package io.chutes.platform.manifest;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What one instance of a chute needs of a node. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Hardware.Gpu.class, name = "gpu"),
    @JsonSubTypes.Type(value = Hardware.Cpu.class, name = "cpu")
})
public sealed interface Hardware {
    /**
     * GPUs of one model.
     *
     * @param count GPUs an instance, 1 to 8
     * @param minVramGb least memory of each, GB
     * @param include models to choose from, empty for all
     * @param exclude models never to use
     * @param maxHourlyPrice the most one GPU may cost an hour, USD; null for no cap
     */
    record Gpu(
            int count,
            int minVramGb,
            SortedSet<String> include,
            SortedSet<String> exclude,

            @JsonFormat(shape = JsonFormat.Shape.STRING) @JsonSetter(nulls = Nulls.SET) @Nullable BigDecimal maxHourlyPrice)
            implements Hardware {
        public Gpu {
            include = sorted(include);
            exclude = sorted(exclude);
        }

        public Gpu(
                int count,
                int minVramGb,
                Set<String> include,
                Set<String> exclude,
                @Nullable BigDecimal maxHourlyPrice) {
            this(count, minVramGb, new TreeSet<>(include), new TreeSet<>(exclude), maxHourlyPrice);
        }

        private static SortedSet<String> sorted(Set<String> models) {
            return Collections.unmodifiableSortedSet(new TreeSet<>(models));
        }
    }

    /**
     * No GPU.
     *
     * @param cores cores reserved
     * @param memoryGb memory reserved, GiB
     */
    record Cpu(int cores, int memoryGb) implements Hardware {}
}
