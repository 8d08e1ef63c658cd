package io.chutes.cli.console;

import io.chutes.platform.api.ChuteScaling;
import io.chutes.platform.api.InstanceBounds;

/** How few and how many instances a chute has, as people read it. */
public final class ScalingText {
    private ScalingText() {}

    /** Such as {@code 1 to 4 instances (set by chutes scale; its manifest says 0 to 1)}. */
    public static String of(ChuteScaling scaling) {
        String holds = "%d to %d instances".formatted(scaling.minInstances(), scaling.maxInstances());
        return scaling.set().equals(InstanceBounds.NONE)
                ? holds
                : "%s (set by chutes scale; its manifest says %d to %d)"
                        .formatted(
                                holds,
                                scaling.declared().minInstances(),
                                scaling.declared().maxInstances());
    }
}
