package io.chutes.platform.price;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigDecimal;

/**
 * A GPU model of the catalogue.
 *
 * @param model its id, such as {@code L4}
 * @param name its vendor's name
 * @param vramGb its memory, GB as the vendor states it
 * @param hourlyPrice what one costs an hour, USD
 */
public record GpuSpec(
        String model,
        String name,
        int vramGb,
        @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal hourlyPrice) {}
