package io.chutes.platform.server.placement;

import io.chutes.platform.manifest.Hardware;
import java.util.Set;

/**
 * What an instance needs of a node.
 *
 * @param chuteId its chute
 * @param hardware what it is given
 * @param fetches what its node must have before it starts: its image, and weights, each by a name that says which contents
 */
public record Need(long chuteId, Hardware hardware, Set<String> fetches) {
    public Need {
        fetches = Set.copyOf(fetches);
    }
}
