package io.chutes.platform.server.chute;

import io.chutes.platform.manifest.Durations;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ScalingSpec;

/**
 * What a manifest may ask and this platform does not do yet: refused, so that no setting is accepted and then ignored. The
 * platform keeps one instance of each chute, sends it the calls of its endpoints, and gives it its image and its secrets.
 */
final class Unsupported {
    private final Complaints complaints;

    Unsupported(Complaints complaints) {
        this.complaints = complaints;
    }

    void check(Manifest manifest) {
        scaling(manifest.scaling());
        for (int i = 0; i < manifest.jobs().size(); i++) {
            complaints.unsupported(
                    "/jobs/" + i,
                    "this platform runs no jobs yet: remove @Job from '%s'"
                            .formatted(manifest.jobs().get(i).name()));
        }
        for (int i = 0; i < manifest.weights().size(); i++) {
            complaints.unsupported(
                    "/weights/" + i,
                    "this platform fetches no weights yet: remove @Weights from field '%s'"
                            .formatted(manifest.weights().get(i).field()));
        }
    }

    private void scaling(ScalingSpec scaling) {
        // One is what there always is, so both none and one are what they say.
        if (scaling.minInstances() > 1) {
            complaints.unsupported(
                    "/scaling/minInstances",
                    "this platform keeps one instance of a chute yet: set minInstances = 1 or remove it, got "
                            + scaling.minInstances());
        }
        if (scaling.maxInstances() > 1) {
            complaints.unsupported(
                    "/scaling/maxInstances",
                    "this platform keeps one instance of a chute yet: remove maxInstances, got "
                            + scaling.maxInstances());
        }
        if (scaling.target() != ScalingSpec.DEFAULT.target()) {
            complaints.unsupported(
                    "/scaling/target", "this platform does not scale yet: remove target, got " + scaling.target());
        }
        if (!scaling.idleShutdown().equals(ScalingSpec.DEFAULT.idleShutdown())) {
            complaints.unsupported(
                    "/scaling/idleShutdown",
                    "this platform ends no idle instance yet: remove idleShutdown, got "
                            + Durations.text(scaling.idleShutdown()));
        }
    }
}
