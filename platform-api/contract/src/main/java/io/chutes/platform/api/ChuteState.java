package io.chutes.platform.api;

import java.util.List;

/**
 * A deployed chute: {@code GET /v1/chutes/{name}}.
 *
 * @param account its owner
 * @param name its name
 * @param version the version that serves, counted from 1
 * @param image that version's image, by digest
 * @param path where calls go: {@code /c/<account>/<name>}
 * @param instances its instances, newest first; ended ones stay for an hour
 */
public record ChuteState(
        String account, String name, int version, String image, String path, List<InstanceState> instances) {
    public ChuteState {
        instances = List.copyOf(instances);
    }
}
