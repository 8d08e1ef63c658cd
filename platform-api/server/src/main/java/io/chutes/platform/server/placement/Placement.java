package io.chutes.platform.server.placement;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where an instance goes, or why it goes nowhere. */
public sealed interface Placement {
    /**
     * A node with room.
     *
     * @param gpu the model it is given there, null for none
     */
    record On(String node, @Nullable String gpu, int gpuCount, int cores, int memoryGb) implements Placement {}

    /**
     * No node has room.
     *
     * @param ruledOut by which filter each node is ruled out
     */
    record Nowhere(String reason, Map<String, Filter> ruledOut) implements Placement {
        public Nowhere {
            ruledOut = Map.copyOf(ruledOut);
        }
    }
}
