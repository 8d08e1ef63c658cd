package io.chutes.platform.fleet;

import java.util.Map;

/**
 * What of a {@link LogBatch} has arrived.
 *
 * @param received for each instance in it, the byte of its output before which all has been received: shipping goes on there
 */
public record LogReceipt(Map<String, Long> received) {
    public LogReceipt {
        received = Map.copyOf(received);
    }
}
