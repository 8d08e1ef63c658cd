package io.chutes.platform.server.chute;

import io.chutes.platform.manifest.Manifest;

/**
 * What a manifest may ask and this platform does not do yet: refused, so that no setting is accepted and then ignored. The
 * platform gives a chute as many instances as its calls need, sends them the calls of its endpoints, and gives them their image,
 * their weights and their secrets.
 */
final class Unsupported {
    private final Complaints complaints;

    Unsupported(Complaints complaints) {
        this.complaints = complaints;
    }

    void check(Manifest manifest) {
        for (int i = 0; i < manifest.jobs().size(); i++) {
            complaints.unsupported(
                    "/jobs/" + i,
                    "this platform runs no jobs yet: remove @Job from '%s'"
                            .formatted(manifest.jobs().get(i).name()));
        }
    }
}
