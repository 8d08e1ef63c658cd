package io.chutes.platform.node.weights;

import io.chutes.platform.node.NodeException;
import io.chutes.platform.weights.Hub;
import io.chutes.platform.weights.WeightsException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a node has models' files from, and how many bytes of them it keeps.
 *
 * @param hub the Hub for chutes that bring no token of their own; null for none
 * @param limit the most bytes, as far as the disk has them
 */
public record WeightsConfig(@Nullable Hub hub, long limit) {
    /** The variable that says how many GB are kept. */
    public static final String LIMIT = "CHUTES_WEIGHTS_LIMIT_GB";

    /** A node that fetches none. */
    public static final WeightsConfig NONE = new WeightsConfig(null, Long.MAX_VALUE);

    private static final long GB = 1_000_000_000;

    /** The Hub that {@value Hub#ENDPOINT} names, and the limit in {@value #LIMIT}, without which the disk is the limit. */
    public static WeightsConfig of(Map<String, String> environment) {
        String limit = environment.getOrDefault(LIMIT, "");
        if (!limit.matches("|[1-9][0-9]{0,8}")) {
            throw new NodeException("%s must be a number of GB from 1, got '%s'".formatted(LIMIT, limit));
        }
        try {
            // A token in the environment is of whoever runs the node, not of those whose chutes run on it.
            return new WeightsConfig(
                    Hub.of(environment).map(hub -> hub.as(null)).orElse(null),
                    limit.isEmpty() ? Long.MAX_VALUE : Long.parseLong(limit) * GB);
        } catch (WeightsException e) {
            throw new NodeException(String.valueOf(e.getMessage()), e);
        }
    }
}
