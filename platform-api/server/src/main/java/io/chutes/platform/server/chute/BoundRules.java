package io.chutes.platform.server.chute;

import io.chutes.platform.api.InstanceBounds;
import io.chutes.platform.manifest.Limits;
import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.server.web.ApiException;
import java.util.Objects;

/** What is asked of the bounds that an owner sets, as of those that a manifest declares. */
final class BoundRules {
    private BoundRules() {}

    /**
     * Refuses bounds that are out of range, or that contradict each other or what the version that serves declares.
     *
     * @throws ApiException 422 with each that does
     */
    static void require(Chute chute, InstanceBounds bounds) {
        ScalingSpec declared = chute.manifest().scaling();
        var complaints = new Complaints();
        int least = Objects.requireNonNullElse(bounds.minInstances(), declared.minInstances());
        int most = Objects.requireNonNullElse(bounds.maxInstances(), declared.maxInstances());
        complaints.range("/minInstances", least, Limits.MIN_INSTANCES);
        complaints.range("/maxInstances", most, Limits.MAX_INSTANCES);
        if (least > most) {
            complaints.add(
                    bounds.minInstances() == null ? "/maxInstances" : "/minInstances",
                    "range",
                    "minInstances must be at most maxInstances, got %s and %s"
                            .formatted(
                                    text(least, bounds.minInstances() == null, chute),
                                    text(most, bounds.maxInstances() == null, chute)));
        }
        if (!complaints.errors().isEmpty()) {
            throw ApiException.unprocessable(
                    "'%s' cannot be scaled like that".formatted(chute.name()), complaints.errors());
        }
    }

    private static String text(int bound, boolean isDeclared, Chute chute) {
        return isDeclared ? "%d, which version %d declares".formatted(bound, chute.version()) : Integer.toString(bound);
    }
}
