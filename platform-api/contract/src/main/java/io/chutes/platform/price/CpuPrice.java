package io.chutes.platform.price;

import java.math.BigDecimal;

/**
 * What an instance without a GPU costs.
 *
 * @param coreHourlyPrice a core an hour, USD
 * @param memoryGbHourlyPrice a GiB of memory an hour, USD
 */
public record CpuPrice(BigDecimal coreHourlyPrice, BigDecimal memoryGbHourlyPrice) {}
