package io.chutes.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.annotation.GpuModel;
import io.chutes.platform.price.GpuSpec;
import io.chutes.platform.price.PriceList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a chute's author can name is what the platform has a price for. */
class CatalogueTest {
    @Test
    void pricesEveryModelThatAChuteCanNameAndNoOther() {
        assertThat(Stream.of(GpuModel.values()).map(GpuModel::name))
                .hasSize(26)
                .containsExactlyInAnyOrderElementsOf(
                        PriceList.shipped().gpus().stream().map(GpuSpec::model).toList());
    }
}
