package io.chutes.platform.api;

import io.chutes.platform.manifest.ScalingSpec;
import org.jspecify.annotations.Nullable;

/**
 * How few and how many instances a chute's owner wants, whatever its manifest says: {@code PUT /v1/chutes/{name}/scaling}.
 *
 * @param minInstances kept ready however little is called, null for as many as the manifest says
 * @param maxInstances the most there may be, null for as many as the manifest says
 */
public record InstanceBounds(
        @Nullable Integer minInstances, @Nullable Integer maxInstances) {
    /** The manifest says it all. */
    public static final InstanceBounds NONE = new InstanceBounds(null, null);

    /** What holds where a manifest declares that: its bound gives way where it contradicts one of these. */
    public ScalingSpec over(ScalingSpec declared) {
        int most = maxInstances != null ? maxInstances : atLeast(declared.maxInstances());
        int least = minInstances != null ? minInstances : Math.min(declared.minInstances(), most);
        return new ScalingSpec(
                declared.concurrency(), declared.maxQueue(), least, most, declared.target(), declared.idleShutdown());
    }

    private int atLeast(int most) {
        return minInstances == null ? most : Math.max(most, minInstances);
    }
}
