package io.chutes.platform.fleet;

import io.chutes.platform.api.Money;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What whoever lends a node asks for it where that is less than the price list: {@code PUT /v1/nodes/{id}/prices}. It holds for
 * instances that are placed from then on.
 *
 * @param gpus an hour of one GPU of a model, USD, by the catalogue's ids; of models that are not named, the list's
 */
public record NodePrices(Map<String, Money> gpus) {
    /** Those of the list. */
    public static final NodePrices LIST = new NodePrices(Map.of());

    public NodePrices {
        gpus = Collections.unmodifiableMap(new TreeMap<>(gpus));
    }
}
