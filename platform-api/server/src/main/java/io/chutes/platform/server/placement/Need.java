package io.chutes.platform.server.placement;

import io.chutes.platform.manifest.Hardware;
import java.util.Set;

/**
 * What an instance needs of a node.
 *
 * @param chuteId its chute
 * @param hardware what it is given
 * @param image its image, by digest
 * @param weights its models' files, each by where they come from and the commit
 */
public record Need(long chuteId, Hardware hardware, String image, Set<String> weights) {
    public Need {
        weights = Set.copyOf(weights);
    }
}
