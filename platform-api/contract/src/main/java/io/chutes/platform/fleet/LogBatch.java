package io.chutes.platform.fleet;

import java.util.List;

/**
 * What a node ships of its instances' output: the body of {@code POST /v1/nodes/logs}.
 *
 * @param agent who ships it
 * @param chunks of one instance in their order
 */
public record LogBatch(Agent agent, List<LogChunk> chunks) {
    public LogBatch {
        chunks = List.copyOf(chunks);
    }
}
