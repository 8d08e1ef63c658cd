package io.chutes.platform.server.node;

import io.chutes.platform.api.Money;
import io.chutes.platform.api.Problem.FieldError;
import io.chutes.platform.fleet.NodePrices;
import io.chutes.platform.price.GpuSpec;
import io.chutes.platform.price.PriceList;
import io.chutes.platform.server.web.ApiException;
import java.util.List;
import java.util.Optional;

/** What is asked of a node's own prices. */
final class PriceRules {
    private PriceRules() {}

    /**
     * Refuses prices of models that the list does not know, below nothing, or above the list's.
     *
     * @throws ApiException 422 with each of them
     */
    static void require(NodePrices prices, PriceList list) {
        List<FieldError> errors = prices.gpus().entrySet().stream()
                .flatMap(asked -> wrong(asked.getKey(), asked.getValue(), list)
                        .map(why -> new FieldError("/gpus/" + asked.getKey(), "range", why))
                        .stream())
                .toList();
        if (!errors.isEmpty()) {
            throw ApiException.unprocessable(errors.getFirst().message(), errors);
        }
    }

    private static Optional<String> wrong(String model, Money price, PriceList list) {
        Optional<GpuSpec> gpu = list.gpu(model);
        if (gpu.isEmpty()) {
            return Optional.of(
                    "The price list has no GPU model '%s'; GET /v1/prices shows those it has".formatted(model));
        }
        return price.amount().signum() < 0 || price.amount().compareTo(gpu.get().hourlyPrice()) > 0
                ? Optional.of("An hour of %s costs 0 to %s USD, the list's price, got %s"
                        .formatted(model, gpu.get().hourlyPrice(), price))
                : Optional.empty();
    }
}
