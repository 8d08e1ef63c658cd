package io.chutes.platform.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A deployed chute: {@code GET /v1/chutes/{name}}.
 *
 * @param account its owner
 * @param name its name
 * @param version the version that serves, counted from 1
 * @param canary a version that is tried out beside it, null for none
 * @param callers who may call it beside its owner
 * @param scaling how few and how many instances it has
 * @param image the image of the version that serves, by digest
 * @param path where calls go: {@code /c/<account>/<name>}
 * @param instances its instances, newest first; ended ones stay for an hour
 */
public record ChuteState(
        String account,
        String name,
        int version,
        @Nullable Canary canary,
        ChuteAccess.Callers callers,
        ChuteScaling scaling,
        String image,
        String path,
        List<InstanceState> instances) {
    public ChuteState {
        instances = List.copyOf(instances);
    }
}
