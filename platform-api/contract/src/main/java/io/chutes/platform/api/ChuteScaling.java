package io.chutes.platform.api;

import io.chutes.platform.manifest.ScalingSpec;

/**
 * How few and how many instances a chute has: {@code GET /v1/chutes/{name}/scaling}.
 *
 * @param minInstances kept ready however little is called
 * @param maxInstances the most there may be
 * @param set what its owner has set, which stays over new versions
 * @param declared what the manifest says, of the version that serves or is to serve
 */
public record ChuteScaling(int minInstances, int maxInstances, InstanceBounds set, InstanceBounds declared) {
    /** What holds where a manifest declares one thing and the owner has set another. */
    public static ChuteScaling of(ScalingSpec declared, InstanceBounds set) {
        ScalingSpec holds = set.over(declared);
        return new ChuteScaling(
                holds.minInstances(),
                holds.maxInstances(),
                set,
                new InstanceBounds(declared.minInstances(), declared.maxInstances()));
    }
}
