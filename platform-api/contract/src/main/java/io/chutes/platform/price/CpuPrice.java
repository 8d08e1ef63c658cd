package io.chutes.platform.price;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigDecimal;

/**
 * What an instance without a GPU costs.
 *
 * @param coreHourlyPrice a core an hour, USD
 * @param memoryGbHourlyPrice a GiB of memory an hour, USD
 */
public record CpuPrice(
        @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal coreHourlyPrice,
        @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal memoryGbHourlyPrice) {}
