package io.chutes.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.annotation.GpuModel;
import io.chutes.platform.price.GpuSpec;
import io.chutes.platform.price.PriceList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GpuModelTest {
    @Test
    void theAnnotationsNameExactlyTheModelsOfTheCatalogue() {
        assertThat(PriceList.shipped().gpus())
                .extracting(GpuSpec::model)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(GpuModel.values()).map(Enum::name).toList())
                .hasSize(26);
    }
}
